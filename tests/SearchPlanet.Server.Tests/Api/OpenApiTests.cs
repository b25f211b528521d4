using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace SearchPlanet.Server.Tests.Api;

/// <summary>The API's description, read by the library that others read such documents with.</summary>
public sealed class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task OpenApi_Document_IsValid31AndEveryReferenceLeadsSomewhere()
    {
        var result = Read(await server.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));

        result.Diagnostic!.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        result.Diagnostic.Errors.Select(error => error.ToString()).ShouldBeEmpty();
        result.Diagnostic.Warnings.Select(warning => warning.ToString()).ShouldBeEmpty();
        var operations = result.Document!.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        operations.Select(operation => operation.OperationId).ShouldBeUnique();
        operations.SelectMany(operation => operation.Parameters ?? []).OfType<OpenApiParameterReference>().Where(parameter => parameter.Target is null).ShouldBeEmpty();
        operations.SelectMany(operation => operation.Responses!.Values).OfType<OpenApiResponseReference>().Where(response => response.Target is null).ShouldBeEmpty();
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRouteOfTheApi()
    {
        var document = await server.GetJsonAsync("/openapi/v1.json");

        var described = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        var mapped = server.Routes.Where(route => route.StartsWith("/api/v1/", StringComparison.Ordinal)).Select(route => route.Replace("**", "", StringComparison.Ordinal));
        mapped.Where(route => !described.Contains(route)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"operationId\"", "\"operation_id\"")]
    [InlineData("\"schema\":{\"type\":\"string\"", "\"schemas\":{\"type\":\"string\"")]
    [InlineData("\"responses\":{\"200\"", "\"response\":{\"200\"")]
    public async Task OpenApi_WithAMistakeInIt_IsFound(string written, string mistake)
    {
        var document = await server.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        document.ShouldContain(written);

        Read(document.Replace(written, mistake, StringComparison.Ordinal)).Diagnostic!.Errors.ShouldNotBeEmpty();
    }

    private static ReadResult Read(string document) => OpenApiDocument.Parse(document, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });
}
