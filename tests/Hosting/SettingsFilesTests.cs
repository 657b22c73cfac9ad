using Covenant.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace Covenant.Tests.Hosting;

/// <summary>The files that a silo reads its settings from.</summary>
public sealed class SettingsFilesTests
{
    [Fact]
    public void Are_read_once_and_not_watched()
    {
        var files = ((IConfigurationRoot)SiloHost.CreateBuilder([]).Configuration).Providers.OfType<FileConfigurationProvider>().ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange, $"{file.Source.Path} is watched"));
    }
}
