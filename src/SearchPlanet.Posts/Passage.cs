namespace SearchPlanet.Posts;

/// <summary>A paragraph, heading, list item, table row, code block or stretch of speech, in document order.</summary>
/// <param name="Text">Plain text; white space folded except in code.</param>
/// <param name="Anchor">The id of the nearest heading at or before it, for <c>url#anchor</c>; null when there is none.</param>
/// <param name="At">Where in the recording it is spoken; null for all but timed transcripts.</param>
/// <param name="Language">The language that a code block names, in lower case; null for all else.</param>
public sealed record Passage(PassageKind Kind, string Text, string? Anchor = null, TimeSpan? At = null, string? Language = null);
