using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Covenant.Silo.Kafka;

/// <summary>Finds out what is wrong with a broker's certificate. librdkafka says the same of one that has expired, that is another host's and that nobody knows.</summary>
internal static class BrokerCertificate
{
    private const int NamesShownMax = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <param name="listener">Host and port.</param>
    /// <param name="authorities"><c>ssl.ca.location</c>; null for those that the machine knows.</param>
    /// <returns>What is wrong; null where it cannot be found out, or nothing is.</returns>
    public static async Task<string?> WhatIsWrongAsync(string listener, string? authorities)
    {
        var colon = listener.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(listener.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var host = listener[..colon].Trim('[', ']');
        string? wrong = null;
        try
        {
            using var deadline = new CancellationTokenSource(Timeout);
            using var connection = new TcpClient();
            await connection.ConnectAsync(host, port, deadline.Token);
            await using var tls = new SslStream(connection.GetStream());
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host,

                // Looked at, and not believed: nothing is sent over this connection.
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    wrong = certificate is X509Certificate2 own ? WhatIsWrong(own, chain?.ChainPolicy.ExtraStore ?? [], host, errors, authorities) : null;
                    return false;
                },
            };
            await tls.AuthenticateAsClientAsync(options, deadline.Token);
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // Ended by us once it was looked at, or the way there is gone meanwhile.
        }

        return wrong;
    }

    private static string? WhatIsWrong(X509Certificate2 certificate, X509Certificate2Collection between, string host, SslPolicyErrors errors, string? authorities)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return certificate.NotAfter.ToUniversalTime() < now ? $"its certificate has expired (on {Day(certificate.NotAfter)}); the broker needs a new one"
            : certificate.NotBefore.ToUniversalTime() > now ? $"its certificate is not valid before {Day(certificate.NotBefore)}; check the clocks"
            : !IsTrusted(certificate, between, authorities, out var isReadable) ? Untrusted(certificate, authorities, isReadable)
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? $"its certificate is for {NamesOf(certificate)}, and not for `{BrokerWords.Plain(host)}`: name the broker as its certificate does"
            : null;
    }

    private static string Untrusted(X509Certificate2 certificate, string? authorities, bool isReadable)
    {
        var issuer = BrokerWords.Plain(certificate.Issuer);
        return authorities is null ? $"its certificate is not trusted by this machine: it was issued by `{issuer}`; name that authority's certificate in `ssl.ca.location`"
            : isReadable ? $"its certificate is not trusted by `{BrokerWords.Plain(authorities)}`: it was issued by `{issuer}`, which is not among the authorities there"
            : $"its certificate is not trusted: `ssl.ca.location` (`{BrokerWords.Plain(authorities)}`) has no certificate that can be read";
    }

    /// <param name="between">That the broker sent along.</param>
    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection between, string? authorities, out bool isReadable)
    {
        using var chain = new X509Chain();
        isReadable = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(between);
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            isReadable = TryRead(authorities, chain.ChainPolicy.CustomTrustStore);
        }

        return isReadable && chain.Build(certificate);
    }

    // A file, or a folder of them, as librdkafka takes it.
    private static bool TryRead(string authorities, X509Certificate2Collection into)
    {
        try
        {
            foreach (var file in Directory.Exists(authorities) ? Directory.EnumerateFiles(authorities) : [authorities])
            {
                into.ImportFromPemFile(file);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }

        return into.Count > 0;
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).Distinct().ToList();
        if (names.Count == 0)
        {
            names.Add(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        }

        return string.Join(", ", names.Take(NamesShownMax).Select(name => $"`{BrokerWords.Plain(name)}`")) + (names.Count > NamesShownMax ? " and others" : "");
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
