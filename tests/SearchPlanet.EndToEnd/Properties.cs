using SearchPlanet.EndToEnd.Browsing;
using SearchPlanet.EndToEnd.Running;

[assembly: AssemblyFixture(typeof(SampleSite))]
[assembly: AssemblyFixture(typeof(Chromium))]
// The tests start programs and a browser; side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
