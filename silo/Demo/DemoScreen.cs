using Covenant.Contracts.Agreements;
using Covenant.Contracts.Showing;
using Covenant.Contracts.Violations;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using Spectre.Console;

namespace Covenant.Silo.Demo;

/// <summary>What the demo prints: how to join in, and each violation as one line. Colour on a terminal that wants it.</summary>
internal sealed class DemoScreen(IAnsiConsole console, KafkaBroker broker)
{
    private const int WidthMax = 10_000;

    public void Welcome(DateTimeOffset start, TimeSpan storyTime)
    {
        // The terminal wraps by itself; a pipe gets whole lines.
        console.Profile.Width = WidthMax;
        console.MarkupLineInterpolated($"[bold]Covenant[/] runs on its own broker at [bold]{broker.Address}[/], with sample agreements, everything in memory. Ctrl-C stops it.");
        console.MarkupLineInterpolated($"Seven weeks of six banks' story from {start:yyyy-MM-dd} on, told in {storyTime.TotalSeconds:0} s, over and over; each line below is a violation read from its bank's topic.");
        console.WriteLine();
        console.WriteLine("Read what PayPal reads, from another terminal:");
        console.WriteLine($"  kcat -b {broker.Address} -C -q -t {TopicNames.ViolationsOf("paypal")}");
        console.WriteLine("Send an event of your own, which PayPal never agreed to:");
        console.WriteLine($$$"""  echo '{"specversion":"1.0","id":"'$(date +%s%N)'","source":"/me","type":"datause.event.v1","time":"'$(date -u +%FT%TZ)'","data":{"institution":"paypal","customer":"me","operation":"dpv:Use","purposes":["dpv:TargetedAdvertising"],"actor":"my-terminal"}}' | kcat -b {{{broker.Address}}} -P -t {{{TopicNames.Events}}} -k paypal/me""");
        console.WriteLine();
    }

    public void Show(Violation violation)
    {
        var isShadow = violation.Mode == ClauseMode.Shadow;
        var style = isShadow ? "grey" : violation.Severity switch
        {
            Severity.Critical => "red",
            Severity.Major => "yellow",
            _ => "default",
        };
        var who = violation.Event.Actor is { } actor ? $"{violation.Customer} by {actor}" : violation.Customer;
        var time = violation.Time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var clause = isShadow ? $"{violation.Clause} (shadow)" : violation.Clause;
        console.Write(new Text(time, new Style(decoration: Decoration.Dim)));
        console.Write(new Text($"  {Shown.Text(violation.Institution),-16} "));
        console.Write(new Text($"{Shown.Text(clause),-22} ", Style.Parse(style)));
        console.WriteLine($"{Shown.Text(who)}: {Shown.Text(violation.Reason)}{(violation.Late ? " (late)" : "")}");
    }
}
