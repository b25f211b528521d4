using System.Text;
using System.Text.RegularExpressions;

namespace SearchPlanet.Ingestion.Importers;

/// <summary>Gives the body of a post back the shape that a page saved as text has lost: blank lines between paragraphs, and marks around what is code.</summary>
internal static partial class TextPage
{
    private const string Fence = "```";

    /// <summary>What is longer is no line of code in a post, and is not looked at closely.</summary>
    private const int MaxCodeLine = 300;

    private const int MaxGap = 3;

    private const int MaxGapInBrackets = 12;

    /// <summary>The lines of one post as Markdown. No word is added, dropped or moved.</summary>
    public static string ToMarkdown(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count;)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                i++;
                continue;
            }

            var end = CodeEnd(lines, i);
            Separate(text);
            if (end > i)
            {
                text.Append(Fence).Append('\n').AppendJoin('\n', lines.Skip(i).Take(end - i)).Append('\n').Append(Fence);
                i = end;
            }
            else
            {
                text.Append(lines[i].Trim());
                i++;
            }
        }

        return text.ToString();
    }

    /// <summary>The first line behind a run of code that begins at <paramref name="start"/>; <paramref name="start"/> itself when none begins there.</summary>
    private static int CodeEnd(IReadOnlyList<string> lines, int start)
    {
        if (!IsCode(lines[start]))
        {
            return start;
        }

        // Blank lines and lines that might be anything belong to the code as long as code follows them soon; inside brackets, later.
        var end = start + 1;
        for (var i = end; i < lines.Count && i - end < (IsOpen(lines[end - 1]) ? MaxGapInBrackets : MaxGap); i++)
        {
            if (IsCode(lines[i]))
            {
                end = i + 1;
            }
            else if (!string.IsNullOrWhiteSpace(lines[i]) && IsProse(lines[i]))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsCode(string line) => line.Length is > 0 and <= MaxCodeLine && !line.TrimStart().StartsWith('•') && CodePattern().IsMatch(line);

    private static bool IsOpen(string line) => line.TrimEnd() is [.., '(' or '[' or '{' or ','];

    private static bool IsProse(string line) => line.Length > 90 || line.TrimEnd() is [.., '.' or '?' or '!' or ':'] || line.TrimStart().StartsWith('•');

    private static void Separate(StringBuilder text)
    {
        if (text.Length > 0)
        {
            text.Append("\n\n");
        }
    }

    /// <summary>What only code begins or ends with: prompts, decorators, statements of Python, SQL and JavaScript, tags of templates, assignments, calls that stay open.</summary>
    [GeneratedRegex(
        @"^\s*(\$ |>>> |@\w[\w.]*(\(.*)?$|from [\w.]+ import |import [\w.]+( as \w+)?$|(async )?def \w+\(|class \w+[(:]|return\b.*[\w)\]}]$|if .*:$|else:$|for \w.* in .*:$|with .*:$|try:$|except.*:$|\{%.*%\}$|\{\{.*\}\}|</?\w+[^>]*>$|(const|let|var) \w+ =|# |// |[\w.\[\]""']+ = \S|\w[\w.]*\($|\w[\w.]*\([^)]*\)$|[\])}]+[,;]?$|\w+=\S+( \S+){0,4},$|\S+( \S+){0,5} ?[{;]$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();
}
