using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using SearchPlanet.Server.Hosting;
using SearchPlanet.Server.Indexing;

namespace SearchPlanet.Server.Pages;

/// <summary>Renders a page's component to HTML, whole, so that it can be cached and has an entity tag like any other answer.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers, Answers answers, LiveIndex live)
{
    public const string Html = "text/html; charset=utf-8";

    /// <summary>For pages that depend on the index and their address alone.</summary>
    /// <param name="address">In canonical form.</param>
    public Task SendAsync<TPage>(HttpContext context, string address, Func<Task<Dictionary<string, object?>>> parameters) where TPage : IComponent =>
        answers.SendAsync(context, address, Html, async () =>
        {
            var values = await parameters();
            return new Answer(await RenderAsync<TPage>(values), IsPartial: IsPartial(values));
        });

    /// <summary>For pages that show more than the index.</summary>
    /// <param name="maxAgeSeconds">How long what it shows may be shown again without asking, where it is whole.</param>
    public async Task SendAsync<TPage>(HttpContext context, Dictionary<string, object?> parameters, int maxAgeSeconds = 10) where TPage : IComponent =>
        await Answers.SendHashedAsync(context, Html, await RenderAsync<TPage>(parameters), IsPartial(parameters) ? 0 : maxAgeSeconds);

    // What says that the index is being made, or that something is left away, must not be shown when that is over.
    private bool IsPartial(Dictionary<string, object?> parameters) =>
        !live.IsReady || (parameters.TryGetValue(nameof(PartialNote.IsPartial), out var isPartial) && isPartial is true);

    /// <summary>The page as UTF-8.</summary>
    public async Task<byte[]> RenderAsync<TPage>(Dictionary<string, object?> parameters) where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return Encoding.UTF8.GetBytes(html);
    }
}
