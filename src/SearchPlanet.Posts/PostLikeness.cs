namespace SearchPlanet.Posts;

/// <summary>How alike two posts are that no link or guid ties together.</summary>
public enum PostLikeness
{
    /// <summary>Two stories.</summary>
    Different,

    /// <summary>Two posts of one author that share passages: both stay, the later one points to the earlier.</summary>
    Revised,

    /// <summary>One story, of which one side is an excerpt, or was lightly edited.</summary>
    Near,

    /// <summary>One story, word for word but for markup.</summary>
    Same,
}
