using System.Buffers;

namespace SearchPlanet.Posts;

/// <summary>Tells by what a line of Markdown or reStructuredText begins with, and how far in. Lines are not blank.</summary>
internal static class MarkupLine
{
    private static readonly SearchValues<char> TableRule = SearchValues.Create("|-:+= \t");

    /// <summary>The marks that open a fenced block; null when the line opens none.</summary>
    public static string? Fence(ReadOnlySpan<char> line)
    {
        var marks = line[0] is '`' or '~' ? line.IndexOfAnyExcept(line[0]) : 0;
        marks = marks < 0 ? line.Length : marks;
        return marks >= 3 && !line[marks..].Contains('`') ? new string(line[0], marks) : null;
    }

    /// <summary>The length of a list marker with its blank; 0 when the line is no list item.</summary>
    public static int MarkerLength(ReadOnlySpan<char> line)
    {
        if (line.Length > 2 && line[0] is '-' or '*' or '+' or '•' && line[1] == ' ')
        {
            return 2;
        }

        var digits = 0;
        while (digits < line.Length && digits < 3 && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits > 0 && line.Length > digits + 2 && line[digits] is '.' or ')' && line[digits + 1] == ' ' ? digits + 2 : 0;
    }

    /// <summary>Whether it is one sign, repeated: what underlines a heading, or parts a text.</summary>
    public static bool IsRule(ReadOnlySpan<char> line) =>
        line.TrimEnd().Length >= 3 && "=-~^\"'+*#_.:".Contains(line[0]) && line.IndexOfAnyExcept(line[0], ' ') < 0;

    /// <summary>The line without so many columns of blanks, as far as it has them.</summary>
    public static ReadOnlySpan<char> Unindent(ReadOnlySpan<char> line, int columns)
    {
        while (columns > 0 && !line.IsEmpty && line[0] is ' ' or '\t')
        {
            columns -= line[0] == '\t' ? 4 : 1;
            line = line[1..];
        }

        return line;
    }

    /// <summary>Blanks at the beginning, in columns; a tab is four.</summary>
    public static int IndentOf(ReadOnlySpan<char> line)
    {
        var columns = 0;
        foreach (var c in line)
        {
            if (c == '\t')
            {
                columns += 4;
            }
            else if (c == ' ')
            {
                columns++;
            }
            else
            {
                break;
            }
        }

        return columns;
    }

    /// <summary>Whether a row of a table only parts others.</summary>
    public static bool IsTableRule(ReadOnlySpan<char> line) => !line.ContainsAnyExcept(TableRule);
}
