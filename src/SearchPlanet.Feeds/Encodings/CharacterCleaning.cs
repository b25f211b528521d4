using System.Buffers;
using SearchPlanet.Feeds.Xml;

namespace SearchPlanet.Feeds.Encodings;

/// <summary>Takes out of a text what XML forbids in one.</summary>
internal static class CharacterCleaning
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015" +
        "\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF");

    /// <summary>Makes line ends <c>\n</c> and drops control characters, in place.</summary>
    /// <returns>The new length.</returns>
    public static int Clean(Span<char> text, DiagnosticLog log)
    {
        var to = text.IndexOfAny(Forbidden);
        if (to < 0)
        {
            return text.Length;
        }

        var from = to;
        while (from < text.Length)
        {
            var c = text[from++];
            switch (c)
            {
                case '\r':
                    text[to++] = '\n';
                    from += from < text.Length && text[from] == '\n' ? 1 : 0;
                    break;
                case '\u000B' or '\u000C':
                    log.Add(FeedDiagnosticCode.ControlCharacter, "a control character", from);
                    text[to++] = ' ';
                    break;
                default:
                    log.Add(FeedDiagnosticCode.ControlCharacter, "a control character", from);
                    break;
            }

            var run = text[from..].IndexOfAny(Forbidden);
            run = run < 0 ? text.Length - from : run;
            text.Slice(from, run).CopyTo(text[to..]);
            from += run;
            to += run;
        }

        return to;
    }
}
