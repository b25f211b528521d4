namespace SearchPlanet.Ingestion.Importers;

/// <summary>What an imported file holds. The names in lower case are those of <c>--as</c>.</summary>
public enum ImportKind
{
    /// <summary>A page of a planet saved as text: posts by day, each with its closing stamp.</summary>
    River,

    /// <summary>A page of titles and beginnings saved as text.</summary>
    Excerpts,

    /// <summary>The page of one tag of one blog saved as text.</summary>
    TagPage,

    /// <summary>What was said in a recording: text, WebVTT or SubRip.</summary>
    Transcript,

    /// <summary>A feed document of any format.</summary>
    Feed,

    /// <summary>A post a line, as JSON; may be compressed with gzip.</summary>
    Jsonl,

    /// <summary>A list of subscriptions.</summary>
    Opml,
}
