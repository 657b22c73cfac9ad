namespace Covenant.Tests.Scenarios;

public class SinceScenarios
{
    private const string InConversation = """
        clause c: prohibit dpv:Use
          unless: { since: { start: ConversationOpened, end: [ConversationClosed, ConversationMoved] }, match: [conversation] }

        """;

    [Fact]
    public void It_holds_from_the_start_to_the_end_of_the_same_conversation() => Scenario.Check(InConversation + """
        10:00 Use conversation=t-1                violates c
        10:01 ConversationOpened conversation=t-1 ok
        10:02 Use conversation=t-1                ok
        10:03 Use conversation=t-2                violates c
        10:04 Use                                 violates c
        10:05 ConversationMoved conversation=t-1  ok
        10:06 Use conversation=t-1                violates c
        10:07 ConversationOpened conversation=t-1 ok
        10:08 Use conversation=t-1                ok
        """);

    [Fact]
    public void Each_of_many_conversations_goes_on_by_itself()
    {
        var numbers = Enumerable.Range(1, 20).ToList();
        var lines = numbers.Select(number => $"10:00 ConversationOpened conversation=t-{number} ok")
            .Concat(numbers.Where(number => number % 2 == 0).Select(number => $"10:01 ConversationClosed conversation=t-{number} ok"))
            .Concat(numbers.Select(number => $"10:02 Use conversation=t-{number} {(number % 2 == 0 ? "violates c" : "ok")}"));
        Scenario.Check(InConversation + string.Join('\n', lines));
    }

    [Fact]
    public void The_opening_and_the_closing_event_are_both_inside() => Scenario.Check("""
        clause c: prohibit [ConversationOpened, ConversationClosed]
          unless: { since: { start: ConversationOpened, end: ConversationClosed } }
        10:00 ConversationOpened ok
        10:01 ConversationClosed ok
        10:02 ConversationClosed violates c
        """);

    [Fact]
    public void An_opening_event_without_the_match_key_is_not_inside() => Scenario.Check("""
        clause c: prohibit ConversationOpened
          unless: { since: { start: ConversationOpened, end: ConversationClosed }, match: [conversation] }
        10:00 ConversationOpened                  violates c
        10:01 ConversationOpened conversation=t-1 ok
        """);

    [Fact]
    public void At_the_same_instant_the_place_in_the_log_decides() => Scenario.Check(InConversation + """
        10:00 ConversationOpened conversation=t-1 ok
        10:00 ConversationClosed conversation=t-1 ok
        10:00 Use conversation=t-1                violates c
        10:00 ConversationOpened conversation=t-1 ok
        10:00 Use conversation=t-1                ok
        """);

    [Fact]
    public void An_event_that_is_both_start_and_end_is_a_start() => Scenario.Check("""
        clause c: prohibit dpv:Use
          unless: { since: { start: { actor: ads }, end: Notified } }
        10:00 Notified actor=ads ok
        10:01 Use                ok
        10:02 Notified           ok
        10:03 Use                violates c
        """);

    [Fact]
    public void Out_of_order_the_state_is_that_of_the_events_own_time() => Scenario.Check(InConversation + """
        10:00 ConversationOpened conversation=t-1 ok
        10:05 ConversationClosed conversation=t-1 ok
        10:04 Use conversation=t-1                ok
        10:05 Use conversation=t-1                violates c
        10:06 Use conversation=t-1                violates c
        """);

    [Fact]
    public void An_end_that_comes_after_in_the_log_undoes_no_verdict() => Scenario.Check(InConversation + """
        10:00 ConversationOpened conversation=t-1 ok
        10:05 Use conversation=t-1                ok
        10:03 ConversationClosed conversation=t-1 ok
        10:04 Use conversation=t-1                violates c
        """);

    [Fact]
    public void Of_all_turns_up_to_the_horizon_only_the_last_eight_are_remembered() => Scenario.Check(InConversation + """
        10:00 ConversationOpened conversation=t-1 ok
        10:05 ConversationClosed conversation=t-1 ok
        10:06 ConversationOpened conversation=t-1 ok
        10:07 ConversationClosed conversation=t-1 ok
        10:08 ConversationOpened conversation=t-1 ok
        10:09 ConversationClosed conversation=t-1 ok
        10:10 ConversationOpened conversation=t-1 ok
        10:11 ConversationClosed conversation=t-1 ok
        10:40 ConversationOpened conversation=t-1 ok
        10:03 Use conversation=t-1                ok
        10:12 ConversationOpened conversation=t-1 ok
        10:03 Use conversation=t-1                violates c late
        10:06 Use conversation=t-1                ok
        """);
}
