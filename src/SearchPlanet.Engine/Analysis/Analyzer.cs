namespace SearchPlanet.Engine.Analysis;

/// <summary>Turns text into terms: a recipe for token streams. Immutable and shared between threads.</summary>
public abstract class Analyzer
{
    /// <summary>
    /// Name and version, such as <c>standard/1</c>. Part of an index's schema fingerprint: a change of what an
    /// analyzer emits raises its version, and an index made with another version is rebuilt.
    /// </summary>
    public abstract string Fingerprint { get; }

    /// <summary>A new stream for one thread. Keep it and <see cref="TokenStream.Reset"/> it to each text.</summary>
    public abstract TokenStream CreateStream();
}
