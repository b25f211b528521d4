namespace SearchPlanet.Server.Tests.Hosting;

/// <summary>A span as it came; ids in hex, the parent's empty at a trace's root.</summary>
internal sealed record OtlpSpan(string Name, string Trace, string Id, string Parent);
