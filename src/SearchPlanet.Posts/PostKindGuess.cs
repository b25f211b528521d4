namespace SearchPlanet.Posts;

/// <summary>Says what sort of thing an entry is where its feed does not: by the habits of titles. What is in doubt is a post.</summary>
public static class PostKindGuess
{
    private static readonly string[] NewsletterTitles =
    [
        "Django News - ", "Django News — ", "PyCoder’s Weekly", "PyCoder's Weekly", "Python Weekly", "Import Python", "This Week in ",
        "Weekly Roundup", "Newsletter",
    ];

    private static readonly string[] ReleaseEndings = ["released", "is released", "is out", "is now available", "is available", "has been released"];

    /// <summary>The kind of an entry that is no transcript and no quotation.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="sourceTitle">The name of its blog; null when unknown.</param>
    public static PostKind Of(string title, string? sourceTitle)
    {
        if (Array.Exists(NewsletterTitles, t => title.Contains(t, StringComparison.OrdinalIgnoreCase))
            || (sourceTitle is not null && sourceTitle.Contains("newsletter", StringComparison.OrdinalIgnoreCase)))
        {
            return PostKind.Newsletter;
        }

        var plain = title.AsSpan().TrimEnd(" .!");
        foreach (var ending in ReleaseEndings)
        {
            if (plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && HoldsVersion(plain))
            {
                return PostKind.Release;
            }
        }

        return PostKind.Post;
    }

    /// <summary>A point between digits.</summary>
    private static bool HoldsVersion(ReadOnlySpan<char> title)
    {
        for (var i = 1; i + 1 < title.Length; i++)
        {
            if (title[i] == '.' && char.IsAsciiDigit(title[i - 1]) && char.IsAsciiDigit(title[i + 1]))
            {
                return true;
            }
        }

        return false;
    }
}
