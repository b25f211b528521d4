# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig appsettings.json ./
COPY src/ src/
COPY samples/ samples/
RUN dotnet publish src/SearchPlanet.Server/SearchPlanet.Server.csproj -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The only folder the program writes to; everything else may be read-only.
RUN mkdir /index-data && chown $APP_UID /index-data
VOLUME /index-data
ENV SearchPlanet__DataDirectory=/index-data \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
    CMD ["dotnet", "searchplanet.dll", "health", "--url", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["dotnet", "searchplanet.dll"]
CMD ["serve"]
