namespace SearchPlanet.Server.Hosting;

/// <summary>Answers what was asked for in the very same words before, past everything that only a new question needs.</summary>
internal sealed class RepeatedAnswers(RequestDelegate next, Answers answers)
{
    public Task InvokeAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && answers.TrySendAgain(context, out var sending) ? sending : next(context);
}
