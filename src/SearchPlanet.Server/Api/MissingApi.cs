using SearchPlanet.Server.Api.Contracts;
using SearchPlanet.Server.Hosting;

namespace SearchPlanet.Server.Api;

/// <summary>Answers the question that planets are asked most: why is my post not here?</summary>
internal sealed class MissingApi(MissingExplainer explainer, ProblemWriter problems)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapRead("/api/v1/explain-missing", ExplainAsync);

    private async Task ExplainAsync(HttpContext context)
    {
        var reader = new ParameterReader(context.Request.Query);
        var url = reader.Required("url");
        if (url.Length > 0 && !MissingExplainer.IsAddress(url))
        {
            reader.Fail("url", "url must be an http or https address.");
        }

        if (reader.Finish() is { Count: > 0 } errors)
        {
            await problems.WriteAsync(context, errors);
            return;
        }

        var answer = await explainer.ExplainAsync(url, context.RequestAborted);
        await Answers.SendHashedAsync(context, Answers.Json, ApiJson.Bytes(answer, ApiJson.Default.MissingAnswer));
    }
}
