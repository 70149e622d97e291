// Package tomltree is a file of TOML as a tree in which every value knows its place, and the mistakes that are found in it.
// The configuration and the regulations are read with it.
//
// # What
//
//	[Read]      a text becomes a tree of [Node]; what is no TOML is told as [Mistakes], with what was probably meant
//	[Node]      a value with its [Place]: a text, a number, a list, a table; tables keep their keys in the order of the file
//	[Overlay]   one tree laid over another; what is left of the lower one is marked as inherited
//	[Mistakes]  what is wrong, with file, line, column and hint, until it is told all at once in the order of the lines
//
// # Rules
//
// A file is read whole. go-toml stops at the first thing that is no TOML. Here the statement that it belongs to is taken
// out (all lines of a list; with a broken header its keys, which would land in the table before it) and the rest is read
// again, so that one round finds every slip, and each once. A list that nobody closed is noticed at the statement behind
// it: that one is innocent and stays.
//
// Whoever cannot use the rest of a broken file stops there. Whoever can goes on, and says nothing of what is missing: it
// may stand in a line that could not be read.
//
// The decoder judges before the tree is made, because it knows all rules of TOML (no key twice, no table opened twice).
// Then the tree is made of the parser's syntax, which has the places. Lines and columns count from 1, columns in
// characters and without the byte order mark that Notepad writes.
//
// Any bytes give a tree: at worst an empty one, beside a mistake. Size, depth and the number of repairs have limits.
//
// # Why not struct tags
//
// A decoder that fills structs stops at the first value of a wrong type, and has forgotten where a value stood once it is
// decoded. Most mistakes that matter can only be found later: a role that the regulation does not know, an address that
// occurs twice. Inheriting, leaving out and an organisation's choices work on names besides, which structs do not have.
//
// # What stands elsewhere
//
// How a value is asked for is the reader's: a configuration has defaults for whatever is left out, a regulation has
// conditions, clauses and gaps to fill in. Both read trees of this package through a type of their own.
package tomltree
