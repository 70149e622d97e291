package control

import (
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

const (
	gap       = 2  // spaces between columns
	leastCell = 12 // columns below which a cell is not narrowed
)

// table is a listing with aligned columns. When it is wider than the terminal, the widest columns that hold words are
// narrowed and their cells run over several lines.
type table struct {
	head   []string
	rows   [][]string
	fixed  int // so many columns at the left are never narrowed
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
	for ; total > columns; total-- {
		i := t.widest(widths)
		if i < 0 {
			break
		}
		widths[i]--
	}
	return widths
}

// widest finds the column to narrow, -1 when none can be.
func (t *table) widest(widths []int) int {
	best := -1
	for i := t.fixed; i < len(widths); i++ {
		if widths[i] > leastCell && (best < 0 || widths[i] >= widths[best]) {
			best = i
		}
	}
	return best
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
