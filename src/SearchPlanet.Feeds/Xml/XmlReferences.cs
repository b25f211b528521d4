using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace SearchPlanet.Feeds.Xml;

/// <summary>
/// Character and entity references: XML's five, HTML's, numbers, and the few that a document may declare itself.
/// What is none of these stays as written: a bare <c>&amp;</c> in a feed is a bare <c>&amp;</c>.
/// </summary>
internal sealed class XmlReferences
{
    private const int MaxNameLength = 32;
    private readonly IReadOnlyDictionary<string, string> _declared;
    private int _expansionsLeft;

    /// <param name="declared">From the internal subset, themselves free of references.</param>
    public XmlReferences(IReadOnlyDictionary<string, string> declared)
    {
        _declared = declared;
        _expansionsLeft = 10_000;
    }

    public static XmlReferences Predefined { get; } = new(new Dictionary<string, string>());

    /// <summary>Whether the document itself declares the entity.</summary>
    public bool IsDeclared(ReadOnlySpan<char> name) => _declared.Count > 0 && _declared.ContainsKey(name.ToString());

    /// <summary>Appends <paramref name="text"/> with its references resolved.</summary>
    public void Unescape(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        while (true)
        {
            var ampersand = text.IndexOf('&');
            if (ampersand < 0)
            {
                output.Append(text);
                return;
            }

            output.Append(text[..ampersand]);
            text = text[ampersand..];
            var length = Resolve(text, ref output);
            if (length == 0)
            {
                output.Append('&');
                length = 1;
            }

            text = text[length..];
        }
    }

    /// <summary>The text with its references resolved.</summary>
    public string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('&'))
        {
            return text.ToString();
        }

        var buffer = new CharBuffer(text.Length);
        Unescape(text, ref buffer);
        var result = buffer.Span.ToString();
        buffer.Dispose();
        return result;
    }

    /// <summary>Resolves the reference that <paramref name="text"/> begins with.</summary>
    /// <returns>How many characters it took; 0 when it is none.</returns>
    private int Resolve(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        // The four of escaped HTML, without a search for the semicolon: they are nearly all there are.
        if (text.Length >= 4)
        {
            if (text[3] == ';' && text[2] == 't')
            {
                if (text[1] == 'l')
                {
                    output.Append('<');
                    return 4;
                }

                if (text[1] == 'g')
                {
                    output.Append('>');
                    return 4;
                }
            }
            else if (text.StartsWith("&amp;"))
            {
                output.Append('&');
                return 5;
            }
            else if (text.StartsWith("&quot;"))
            {
                output.Append('"');
                return 6;
            }
        }

        var near = text[1..Math.Min(text.Length, MaxNameLength + 2)];
        var semicolon = near.IndexOf(';');
        if (semicolon <= 0 || near[..semicolon].ContainsAny(" \n\t<"))
        {
            return ResolveUnfinished(text, ref output);
        }

        var name = near[..semicolon];
        var isResolved = name[0] == '#' ? AppendNumeric(name[1..], ref output) : AppendNamed(name, ref output);
        return isResolved ? semicolon + 2 : 0;
    }

    /// <summary>A reference without its semicolon, as HTML allows it; only before a blank or the end, so that a query string stays what it is.</summary>
    private static int ResolveUnfinished(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        var near = text[..Math.Min(text.Length, "&quot ".Length)];
        var end = near.IndexOfAny(" \n\t<");
        end = end < 0 ? near.Length : end;
        var character = near[..end] switch
        {
            "&amp" => '&',
            "&lt" => '<',
            "&gt" => '>',
            "&quot" => '"',
            _ => '\0',
        };
        if (character == '\0')
        {
            return 0;
        }

        output.Append(character);
        return end;
    }

    private static bool AppendNumeric(ReadOnlySpan<char> digits, ref CharBuffer output)
    {
        var isHexadecimal = digits.Length > 1 && digits[0] is 'x' or 'X';
        var isNumber = isHexadecimal
            ? uint.TryParse(digits[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!isNumber)
        {
            // All digits and still not a number: it is too large for one.
            if (digits.IsEmpty || (isHexadecimal ? digits[1..] : digits).ContainsAnyExcept(isHexadecimal ? "0123456789abcdefABCDEF" : "0123456789"))
            {
                return false;
            }

            value = uint.MaxValue;
        }

        if (value > 0x10FFFF || value is >= 0xD800 and <= 0xDFFF || value == 0)
        {
            output.Append('\uFFFD');
        }
        else if (value >= 0x20 || value is '\t' or '\n' or '\r')
        {
            output.Append(new Rune(value));
        }

        return true;
    }

    private bool AppendNamed(ReadOnlySpan<char> name, ref CharBuffer output)
    {
        switch (name)
        {
            case "apos":
                output.Append('\'');
                return true;
            case "nbsp":
                output.Append('\u00A0');
                return true;

            // The angle brackets of HTML 4, which XHTML and RSS 0.91's DTD declare; HTML 5 moved the names to others.
            case "lang":
                output.Append('\u2329');
                return true;
            case "rang":
                output.Append('\u232A');
                return true;
        }

        if (name.ContainsAnyExcept(XmlCharacters.OfEntityNames))
        {
            return false;
        }

        var key = name.ToString();
        if (_declared.TryGetValue(key, out var value) && _expansionsLeft > 0)
        {
            _expansionsLeft--;
            output.Append(value);
            return true;
        }

        var symbol = HtmlEntityProvider.Resolver.GetSymbol(string.Concat(name, ";"));
        if (symbol is null)
        {
            return false;
        }

        output.Append(symbol);
        return true;
    }
}
