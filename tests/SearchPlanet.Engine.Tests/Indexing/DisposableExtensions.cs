namespace SearchPlanet.Engine.Tests.Indexing;

internal static class DisposableExtensions
{
    /// <summary>Uses a thing and disposes of it.</summary>
    public static void Using<T>(this T thing, Action<T> use)
        where T : IDisposable
    {
        using (thing)
        {
            use(thing);
        }
    }
}
