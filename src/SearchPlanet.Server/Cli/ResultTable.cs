using System.Text;
using SearchPlanet.Server.Hosting;
using Spectre.Console.Rendering;

namespace SearchPlanet.Server.Cli;

/// <summary>
/// Rows for people: a table where it fits, else a block of lines a row (as psql's expanded form), so that nothing is cut, and no address is
/// broken in its middle. Only the last column wraps: it is the one in words.
/// </summary>
internal sealed class ResultTable(params string[] columns)
{
    private const int Gap = 1;

    // Narrower, words would stand one below the other.
    private const int LeastLast = 24;

    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    /// <param name="cells">One for each column.</param>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(cell => Terminal.Printable((cell ?? "").ReplaceLineEndings(" ")))]);

    /// <param name="output">Where to.</param>
    /// <param name="width">The cells of a line; <see cref="int.MaxValue"/> when there is no line to fit, as in a pipe.</param>
    public void Write(TextWriter output, int width)
    {
        var widths = columns.Select((name, i) => _rows.Select(row => CellsOf(row[i])).Append(CellsOf(name)).Max()).ToArray();
        var before = widths[..^1].Sum(cells => cells + Gap);
        var longestWord = _rows.SelectMany(row => row[^1].Split(' ')).Select(CellsOf).DefaultIfEmpty().Max();
        if (before + Math.Max(Math.Min(widths[^1], LeastLast), longestWord) > width)
        {
            WriteBlocks(output);
            return;
        }

        foreach (var row in _rows.Prepend(columns))
        {
            var start = string.Concat(row[..^1].Select((cell, i) => Padded(cell, widths[i] + Gap)));
            foreach (var line in Wrapped(row[^1], width - before))
            {
                output.WriteLine((start + line).TrimEnd());
                start = new string(' ', before);
            }
        }
    }

    private void WriteBlocks(TextWriter output)
    {
        var names = columns.Max(CellsOf) + Gap + 1;
        var separator = "";
        foreach (var row in _rows)
        {
            output.Write(separator);
            foreach (var (name, cell) in columns.Zip(row).Where(pair => pair.Second.Length > 0))
            {
                output.WriteLine(Padded(name, names) + cell);
            }

            separator = Environment.NewLine;
        }
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && CellsOf(line.ToString()) + 1 + CellsOf(word) > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private static string Padded(string text, int cells) => text + new string(' ', cells - CellsOf(text));

    // East Asian characters take two.
    private static int CellsOf(string text) => Segment.CellCount([new Segment(text)]);
}
