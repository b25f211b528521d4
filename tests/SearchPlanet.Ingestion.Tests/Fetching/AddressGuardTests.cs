using System.Net;
using SearchPlanet.Ingestion.Fetching;

namespace SearchPlanet.Ingestion.Tests.Fetching;

public sealed class AddressGuardTests
{
    private static readonly AddressGuard Guard = new(new IngestionOptions());

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void IsPublic_PublicAddress_True(string address) => AddressGuard.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")] // IPv4-compatible
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b:1::8.8.8.8")] // local-use NAT64
    [InlineData("100::1")] // discard
    [InlineData("2001::1")] // Teredo
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")] // 6to4 of 127.0.0.1
    [InlineData("2a00::5efe:10.0.0.1")] // ISATAP
    [InlineData("fe80::5efe:8.8.8.8")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void IsPublic_SpecialAddress_False(string address) => AddressGuard.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("http://example.org/feed")]
    [InlineData("https://example.org:8443/feed")]
    [InlineData("http://example.org:8080/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("http://[2606:4700:4700::1111]/")]
    public void Refuse_OrdinaryAddress_Null(string url) => Guard.Refuse(new Uri(url)).ShouldBeNull();

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.org/feed")]
    [InlineData("gopher://example.org/")]
    [InlineData("data:text/xml,x")]
    [InlineData("http://example.org:22/")]
    [InlineData("http://example.org:6379/")]
    [InlineData("http://user:secret@example.org/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")] // 127.0.0.1 as one number
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://0/")]
    public void Refuse_DangerousAddress_SaysWhy(string url) => Guard.Refuse(new Uri(url)).ShouldNotBeNullOrEmpty();

    [Fact]
    public void Refuse_HostAllowedByName_OnlyItsPorts()
    {
        var guard = new AddressGuard(new IngestionOptions { AllowedPrivateHosts = { "intranet", "127.0.0.1:5000", "[::1]:*" }, AllowedPorts = { 9000 } });
        guard.Refuse(new Uri("http://intranet/feed")).ShouldBeNull();
        guard.Refuse(new Uri("http://intranet:9000/feed")).ShouldBeNull();
        guard.Refuse(new Uri("http://intranet:22/feed")).ShouldNotBeNull();
        guard.Refuse(new Uri("http://127.0.0.1:5000/")).ShouldBeNull();
        guard.Refuse(new Uri("http://127.0.0.1/")).ShouldNotBeNull();
        guard.Refuse(new Uri("http://[::1]:22/")).ShouldBeNull();
        guard.Refuse(new Uri("http://example.org:9000/")).ShouldBeNull();
        guard.MayConnect("intranet", 80, IPAddress.Parse("10.0.0.1")).ShouldBeTrue();
        guard.MayConnect("elsewhere", 80, IPAddress.Parse("10.0.0.1")).ShouldBeFalse();
    }

    [Fact]
    public void Constructor_PortThatIsNone_Throws() => Should.Throw<ArgumentException>(() => new AddressGuard(new IngestionOptions { AllowedPrivateHosts = { "intranet:http" } }));
}
