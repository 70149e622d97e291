package dossier

// The words below are those of the contract with users (values of JSON, configuration and stored records).
// They never change; a regulation may add kinds, terms, letters and states of its own.

// State is the state of a case.
type State string

// States that the engine itself names; the others come from regulations.
const (
	StateAssess     State = "assess"
	StateOpen       State = "open"
	StateSettled    State = "settled"
	StateClosed     State = "closed"
	StateRegistered State = "registered_only"
	StateAnonymous  State = "anonymous_registered"
	StateWithdrawn  State = "withdrawn"
	StateMerged     State = "merged"
	StateFrozen     State = "frozen"
	StateSupplement State = "awaiting_supplement"
	StateConsent    State = "awaiting_consent"
	StateRounds     State = "rounds"
	StateDestroyed  State = "destroyed"
)

// Kind is the kind of a case.
type Kind string

// KindComplaint is the kind of a case unless its regulation says otherwise.
const KindComplaint Kind = "complaint"

// Channel is the way by which a complaint came.
type Channel string

// Channels of the contract.
const (
	ChannelMail      Channel = "mail"
	ChannelForward   Channel = "forward"
	ChannelForm      Channel = "form"
	ChannelPhone     Channel = "phone"
	ChannelOral      Channel = "oral"
	ChannelPost      Channel = "post"
	ChannelReception Channel = "reception"
)

// Role is what somebody is, in a case or in the organisation.
type Role string

// Roles of parties, of staff, and of whoever else makes events.
const (
	RoleComplainant    Role = "complainant"
	RoleRepresentative Role = "representative"
	RoleRespondent     Role = "respondent"
	RoleReceiver       Role = "receiver"
	RoleHandler        Role = "handler"
	RoleAdviser        Role = "adviser"
	RoleWitness        Role = "witness"
	RoleInvolved       Role = "involved"

	RoleCoordinator Role = "coordinator"
	RoleDeputy      Role = "deputy"
	RoleManagement  Role = "management"
	RoleBoard       Role = "board"
	RoleDirector    Role = "director"
	RoleStaff       Role = "staff" // any member of staff

	RoleOrganisation Role = "organisation" // whom a term binds that binds no party
	RoleClock        Role = "clock"        // made by time
	RoleServer       Role = "server"       // made by a mail server's answer
	RoleOperator     Role = "operator"     // made on the command line
	RoleStranger     Role = "stranger"     // made by somebody of no case
)

// TermName names a term.
type TermName string

// Terms that every regulation may use.
const (
	TermAcknowledge TermName = "acknowledge"
	TermTakeUp      TermName = "take_up"
	TermSettle      TermName = "settle"
	TermHardLimit   TermName = "hard_limit"
	TermRetention   TermName = "retention"
)

// TermState is the state of a term.
type TermState string

// Term states of the contract. A passed or extended term still asks for something.
const (
	TermOpen      TermState = "open"
	TermMetState  TermState = "met"
	TermExtended  TermState = "extended"
	TermPassed    TermState = "passed"
	TermLapsed    TermState = "lapsed"
	TermSuspended TermState = "suspended"
	TermCancelled TermState = "cancelled"
)

// DutyState is the state of a duty.
type DutyState string

// Duty states of the contract.
const (
	DutyPlanned    DutyState = "planned"
	DutyDraft      DutyState = "draft"
	DutyHeld       DutyState = "held"
	DutySuppressed DutyState = "suppressed"
	DutyToPrint    DutyState = "to_print"
	DutyQueued     DutyState = "queued"
	DutyAccepted   DutyState = "accepted"
	DutyRefused    DutyState = "refused"
	DutyUnknown    DutyState = "unknown"
	DutyBounced    DutyState = "bounced"
	DutyWaived     DutyState = "waived"
)

// LetterName is a name of the letter catalogue.
type LetterName string

// Letters that the engine itself sends; a regulation names the rest.
const (
	LetterAcknowledgement LetterName = "acknowledgement"
	LetterCaseRegistered  LetterName = "case_registered"
	LetterReceiverReceipt LetterName = "receiver_receipt"
	LetterSenderQuestion  LetterName = "sender_question"
	LetterReminder        LetterName = "reminder"
	LetterTask            LetterName = "task"
	LetterTrayNotice      LetterName = "tray_notice"
	LetterTrayList        LetterName = "tray_list"
	LetterDeliveryFailed  LetterName = "delivery_failed"
	LetterLateList        LetterName = "late_list"
	LetterPrintPage       LetterName = "print_page"

	LetterTranscript     LetterName = "transcript"
	LetterHelp           LetterName = "help"
	LetterStatus         LetterName = "status"
	LetterDossierCopy    LetterName = "dossier_copy"
	LetterOneTimeCode    LetterName = "one_time_code"
	LetterSecurityNotice LetterName = "security_notice"
	LetterDigest         LetterName = "digest"
	LetterRetentionList  LetterName = "retention_list"
	LetterMeasuresCheck  LetterName = "measures_check"
	LetterFormTemplate   LetterName = "form_template"
	LetterProcedureText  LetterName = "procedure_text"
	LetterDestruction    LetterName = "destruction_confirmation"
	LetterPhone          LetterName = "phone_confirmation"

	LetterConsent           LetterName = "consent_request"
	LetterHandlerAssignment LetterName = "handler_assignment"
)

// TaskKind says what waits for a person; templates hold the sentence for each.
type TaskKind string

// Tasks that the engine opens.
const (
	TaskAcknowledge    TaskKind = "acknowledge"        // an acknowledgement was suppressed: do it by hand
	TaskConfirmForward TaskKind = "confirm_forward"    // a forwarder has to confirm the sender found
	TaskFindSender     TaskKind = "find_sender"        // nobody knows yet who complains
	TaskUndelivered    TaskKind = "undelivered"        // a letter was refused or bounced
	TaskLateLetter     TaskKind = "late_letter"        // a letter's day passed while klachtd was away
	TaskTermPassed     TaskKind = "term_passed"        // a term ended without what it asks
	TaskUnreadable     TaskKind = "unreadable"         // the message could not be read
	TaskTooBig         TaskKind = "too_big"            // only the beginning of the message was taken in
	TaskFlagged        TaskKind = "flagged"            // mail of another party than its thread
	TaskQuarantine     TaskKind = "quarantine"         // a message could not be handled at all
	TaskMailbox        TaskKind = "mailbox_away"       // a mailbox could not be read for more than an hour
	TaskUnfiled        TaskKind = "unfiled"            // the mail server takes no mail into a folder
	TaskStuck          TaskKind = "stuck"              // letters of a case cannot be made: a defect of a template or a file
	TaskFolder         TaskKind = "folder"             // the mail server refused a folder's name
	TaskReplyTo        TaskKind = "reply_to"           // the sender asks to be answered elsewhere
	TaskPrint          TaskKind = "print"              // a letter has to go by post
	TaskTermNear       TaskKind = "term_near"          // a term ends soon
	TaskLimit          TaskKind = "answer_limit"       // answers at once were limited
	TaskSeveral        TaskKind = "several_originals"  // a forward holds several complaints
	TaskNewMail        TaskKind = "new_mail"           // a party wrote: read it (a notice, kept as no task)
	TaskNotUnderstood  TaskKind = "not_understood"     // staff wrote a line that klachtd does not know (a notice, kept as no task)
	TaskReceivedDate   TaskKind = "received_uncertain" // the day of receipt is not sure
	TaskMissing        TaskKind = "missing"            // a field is needed to go on: Reason names it
	TaskTooOld         TaskKind = "too_old"            // facts lie further back than the regulation handles: Due is the limit
	TaskBeforeForce    TaskKind = "before_force"       // facts lie before the regulation came into force: Due is that day
	TaskRepeated       TaskKind = "repeated"           // the same complainant has a case that ended: Reason is its number
	TaskRoundLimit     TaskKind = "round_limit"        // the turns of the parties will pass the limit of the regulation
)

// ReasonOpened marks a transcript of commands that opened a case: Other is its number.
const ReasonOpened = "opened"

// ReasonReturned marks a consultation that gives a proposal back to who made it.
const ReasonReturned = "returned"

// What a reminder says besides the term: nobody recorded that anything was done, or it is the look whether all is settled.
const (
	ReasonIdle  = "idle"
	ReasonCheck = "check"
)

// ReasonWrongCode marks what is sent once more because a code was wrong.
const ReasonWrongCode = "wrong_code"

// ReasonNoCode marks what is sent once more because the answer held no code at all.
const ReasonNoCode = "no_code"

// ReasonSecond marks what says that a second person has to agree.
const ReasonSecond = "second"

// ReasonRegistered and ReasonNotRegistered mark a transcript of lines that were not carried out, in a mail that was to
// open a case: whether the complaint is registered all the same.
const (
	ReasonRegistered    = "registered"
	ReasonNotRegistered = "not_registered"
)

// ReasonSupplied marks a case_registered that answers staff who added something to the dossier.
const ReasonSupplied = "supplied"

// Dated says how the day of receipt is known.
type Dated string

// Sources of the day of receipt (DESIGN section 8).
const (
	DatedArrival  Dated = "arrival"      // INTERNALDATE
	DatedReceived Dated = "received"     // Received field of our own server in an attached original
	DatedDate     Dated = "date"         // plausible Date of an attached original
	DatedInline   Dated = "from_forward" // header block of an inline forward
	DatedCommand  Dated = "command"      // a person said so
)
