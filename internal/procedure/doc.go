// Package procedure holds regulations, and decides by them.
//
// A regulation is a TOML file that a complaints coordinator can read aloud and say yes or no to. [Parse] reads it into
// a [Regulation], with every mistake and its place; [Regulation.Show] prints it as text to sign; Decide applies it to
// a case. This page is about the language; decide.go is about the engine.
//
// # What a file says
//
//	[role.x]      who there is in the organisation; required; stands_in = whose place it takes; of = whose superior it is
//	[party]       what the people of a case are called
//	[kind.x]      kinds of case           [state.x]  where a case can stand; ends = true: nothing runs any more
//	[begin]       how a case begins: state, kind, track, what staff mail is, letters at registration
//	[term.x]      length, from, met_by, again, binds, roll, pause; remind, extension, notice, at_end
//	[rounds]      the turns in which parties react to each other: makes the terms round_1, round_2, ...
//	[letter.x]    to, cc, blocks (what it must hold: names of [block]), with; mode = "draft" when it waits for a person;
//	              answer = the record that a reply is kept as; in_person = never to the representative instead
//	[act.x]       words, who, weight, in, needs, may, gates, and effects
//	[field.x]     what a dossier holds; hard: without it a case can't be closed; if_any, late: when it is not missing
//	[record.x]    what acts write down; open_until = conditions: until then it is open, and a gate can ask for that; private
//	[task.x]      what waits for a person  [answer.x]  sets of words that a command takes
//	[category.x]  with its routing         [structural], [text.x]
//	[recognise.x] words by which a message may be something else: offers acts, holds letters, opens a task
//	[outcomes] [admissibility] [retention] [measures] [[report]] [[folder]] [[access]]
//	[choice.x]    what the organisation may set in klachtd.toml: sets = which value that is; or [choice.x.option.y],
//	              each with the values that it sets together
//
// Beside each rule stands its article. What the text of the regulation leaves open, and the file had to decide, says
// choice = "..." (and choice_en). Every term, letter and act of a regulation's own has one of the two.
//
// # Terms
//
// A term runs from "received", "filed", "closed", "<letter> sent", "round <n>", or the day of an act. Opens and the
// like in an act start it on the day the act counts from, whatever its own anchor is. It is met by any of met_by, or
// by all of met_by_all together: letters, acts, "mail of <role>". What the organisation promises does not roll; a
// window that a party is given rolls forward, unless the file says otherwise. An extension is a step that the
// regulation itself provides: on the act-by day its letter leaves by itself and the end moves; its length counts from
// the term's own beginning. A notice is the other kind of delay: a person gives reason and date, and lead says how
// early.
//
// # Acts
//
// An act is what one command word does. Every word stands in exactly one act of a regulation. Who are roles, or
// everyone, staff, party, giver; a role includes who stands in for it. In are states, or new (no case yet), running,
// ended, any; without it, running. Needs and may are what the command takes.
//
// Effects are a closed list of keys: case links kind track outcome party assigns sets records measure access letters
// meets ends suspends resumes opens extends round keep state tasks done tray releases absence answer commands. They
// happen in that order. Where a key names something, { name = "...", if = "..." } makes it conditional; a list after
// if must hold altogether. A letter goes to its own audience unless the act says to; one that the case owes already,
// as a draft, is released, not owed twice.
//
// Gates are conditions that must hold before: then = "warn" goes on all the same, send = [letters] sends first what is
// missing. All gates that do not hold are told together, so a checklist is a list of gates.
//
// Conditions are a closed list of phrases ([Condition]): sent LETTER to WHO, told BLOCK to WHO, recorded RECORD of WHO,
// answered LETTER by WHO, expired TERM, over TERM, within TERM, open TERM|RECORD|TASK, has FIELD, given NEED,
// party ROLE, agreed WHAT by WHO, released identity to WHO, absent ROLE, SUBJECT is VALUE. "not" or "no" turns one round, "or" joins two. A
// regulation combines effects and conditions and can add none: what it can't say is said here first, for all.
//
// What exactly the engine has to do with each of these, and how it counts days, stands beside the types: [TermRule],
// [ReminderRule], [NoticeRule], [StepRule], [EndRule], [Rounds], [LetterRule], [CategoryRule], [RecogniseRule],
// [Admissibility], [Retention], [AccessRule], [FolderRule].
//
// # What is shared
//
// With inherits = "common" a regulation takes common.toml and lays its own file over it: tables are joined name by name
// and key by key, everything else is replaced. leaves_out = ["act.x"] takes a part out. What is inherited and not used
// disappears by itself (check_trim.go): letters that nothing sends, states that no case comes to, acts that no state
// allows or whose term the regulation does not have.
//
// # How it is read
//
//  1. tomltree.Read: bytes to a tree with places. Not Go structs: inheriting and choices work on names.
//  2. join, choose, placeholders: common.toml below, settings of klachtd.toml on top. A text in [square brackets] is a gap that
//     a setting has to fill.
//  3. regulation: the tree to a Regulation, by cursors that tell unknown keys and wrong forms.
//  4. check: names of nothing, terms that never begin or can't be met, gates that can never hold, acts that no one may
//     do, states that can't be left, words in two acts, lengths that make no sense.
//  5. canonical: the joined tree as one text. Its SHA-256 is the version that a case keeps; Parse reads it again.
//
// # Why not
//
// A struct for the decoder: it gives places for unknown keys only, and inheritance would need a pointer in every field.
// An expression language: a coordinator can't read it, and nobody can check that a gate can hold. Go for each
// regulation: the sixth organisation has no programmer. A general rules engine: what a regulation does is few things,
// said often; a closed list is shorter to learn, and each entry of it can be tested with all regulations.
package procedure
