namespace SearchPlanet.Posts;

/// <summary>Tells the beginning of a post from the whole of it.</summary>
public static class Excerpt
{
    private static readonly string[] Endings = ["…", "...", "[…]", "[...]", "(more)", "more »", "read more", "read more »", "continue reading", "continue reading →", "read on", "&hellip;", "&#8230;"];

    /// <summary>True when a body ends as cut ones do: with an ellipsis, or an invitation to read on.</summary>
    public static bool IsCut(string body)
    {
        var rest = body.AsSpan().TrimEnd();

        // The tags that close the last paragraph and its link, and nothing of the text.
        while (rest is [.., '>'] && rest.LastIndexOf('<') is >= 0 and var open && rest[open..] is ['<', '/', ..])
        {
            rest = rest[..open].TrimEnd();
        }

        foreach (var ending in Endings)
        {
            if (rest.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
