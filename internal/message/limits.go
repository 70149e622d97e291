package message

// Limits of one message. Over a limit the rest is left uninterpreted, with a
// warning; the raw bytes are never cut. The figures stand between those of
// Postfix and of Go's mime/multipart and far above what people send.
const (
	maxHeaderBlock = 256 << 10 // bytes of one header block
	maxFields      = 500       // fields of one header block
	maxField       = 64 << 10  // bytes of one unfolded value
	maxDepth       = 20        // multiparts and enclosed messages in each other
	maxParts       = 500       // parts of one message, all levels
	maxDecoded     = 100 << 20 // bytes decoded of one message
	maxText        = 5 << 20   // bytes of text kept of one message
	maxBoundary    = 200       // bytes; RFC 2046 allows 70
	maxAddresses   = 200       // of one address list
	maxIDs         = 100       // of References
	maxID          = 998       // bytes of one id: a line of RFC 5322
	maxSubject     = 2000      // runes
	maxFilename    = 120       // runes
	maxName        = 200       // runes of a display name
	maxAddress     = 320       // bytes: 64 + @ + 255
	maxWarnings    = 50
	maxOriginals   = 50
	maxRecipients  = 200     // of a bounce
	maxScan        = 1 << 20 // bytes of text that are searched for quotes and forwards
	maxHTMLDepth   = 256     // open elements
	maxPeek        = 20      // lines looked ahead in a broken header
	maxOpen        = 100 << 20
)
