package control

import (
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

const (
	gap      = 2  // spaces between columns
	longWord = 24 // columns: a longer word may be cut to make a cell narrow
)

// table is a listing with aligned columns. When it is wider than the terminal, the widest of the columns that hold
// words are narrowed and their cells run over several lines; dates, numbers and names of letters stay whole.
type table struct {
	head   []string
	rows   [][]string
	soft   []int // columns that may be narrowed
	indent int
}

// row adds a line; cells are cleaned here, so that no caller can forget it.
func (t *table) row(cells ...string) {
	for i := range cells {
		cells[i] = Clean(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// write prints the table for a terminal of so many columns, 0 for no limit.
func (t *table) write(w io.Writer, columns int) error {
	rows := t.rows
	if t.head != nil {
		rows = append([][]string{t.head}, rows...)
	}
	widths := t.widths(rows, columns)
	var b strings.Builder
	for _, row := range rows {
		t.line(&b, row, widths)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *table) widths(rows [][]string, columns int) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	if columns <= 0 {
		return widths
	}
	total := t.indent + gap*(len(widths)-1)
	for _, n := range widths {
		total += n
	}
	least := t.least(rows, len(widths))
	for ; total > columns; total-- {
		best := -1
		for _, i := range t.soft {
			if i < len(widths) && widths[i] > least[i] && (best < 0 || widths[i] >= widths[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		widths[best]--
	}
	return widths
}

// least is how narrow each column can become before its words are cut.
func (t *table) least(rows [][]string, columns int) []int {
	least := make([]int, columns)
	for _, row := range rows {
		for i, cell := range row {
			for word := range strings.FieldsSeq(cell) {
				least[i] = max(least[i], min(uniseg.StringWidth(word), longWord))
			}
		}
	}
	return least
}

// line prints one row, over several lines where a cell is wrapped.
func (t *table) line(b *strings.Builder, row []string, widths []int) {
	cells, height := make([][]string, len(row)), 1
	for i, cell := range row {
		cells[i] = fold(cell, widths[i])
		height = max(height, len(cells[i]))
	}
	for y := range height {
		var line strings.Builder
		line.WriteString(strings.Repeat(" ", t.indent))
		for i := range cells {
			text := ""
			if y < len(cells[i]) {
				text = cells[i][y]
			}
			line.WriteString(text)
			if i < len(cells)-1 {
				line.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(text)+gap))
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// fold breaks a cell into lines; a word that is too long for its column is cut.
func fold(cell string, width int) []string {
	if uniseg.StringWidth(cell) <= width {
		return []string{cell}
	}
	lines := wrap(cell, width)
	for i := range lines {
		lines[i] = cut(lines[i], width)
	}
	return lines
}

// cut shortens a text to n columns, with an ellipsis for what is gone.
func cut(s string, n int) string {
	if uniseg.StringWidth(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for g := uniseg.NewGraphemes(s); g.Next(); used += g.Width() {
		if used+g.Width() > n-1 {
			break
		}
		b.WriteString(g.Str())
	}
	return strings.TrimRight(b.String(), " ") + "…"
}

// wrap breaks a text into lines of at most n columns, at spaces; a longer word stands alone.
func wrap(s string, n int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		w := uniseg.StringWidth(word)
		switch {
		case line == "":
			line, used = word, w
		case used+1+w <= n:
			line, used = line+" "+word, used+1+w
		default:
			lines = append(lines, line)
			line, used = word, w
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
