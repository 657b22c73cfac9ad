using System.CommandLine;
using System.Text.RegularExpressions;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Commands.Topics;

/// <summary>The options of <c>covenant topics</c> that say who is who to the broker.</summary>
internal sealed partial class AccessOptions
{
    private readonly Option<string> _group = Named("--group", "The silos' consumer group, as in `Covenant:Kafka:group.id`.", KafkaOptions.DefaultGroup);
    private readonly Option<string> _silo = Named("--silo-user", "The silos, to the broker's authorizer.", "covenant");
    private readonly Option<string> _producer = Named("--producer-user", "Those who write events, to the broker's authorizer.", "datause-producer");
    private readonly Option<string> _publisher = Named("--publisher-user", "Those who publish agreements, to the broker's authorizer.", "datause-publisher");

    public IEnumerable<Option> All => [_group, _silo, _producer, _publisher];

    /// <exception cref="CommandException">One name stands for two users.</exception>
    public AccessUsers Read(ParseResult parsed, IEnumerable<string> institutions)
    {
        var users = new AccessUsers(
            parsed.GetRequiredValue(_group), parsed.GetRequiredValue(_silo), parsed.GetRequiredValue(_producer), parsed.GetRequiredValue(_publisher));
        return users.Mistake(institutions) is { } mistake ? throw CommandException.Usage(mistake) : users;
    }

    private static Option<string> Named(string name, string description, string usual)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Plain().IsMatch(token.Value))
            {
                result.AddError($"`{name}` is of letters, digits and `._-`, for it goes into a command; not `{token.Value}`");
            }
        });
        return option;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,200}\z")]
    private static partial Regex Plain();
}
