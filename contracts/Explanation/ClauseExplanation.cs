namespace Covenant.Contracts.Explanation;

/// <summary>What a clause means, in plain English.</summary>
/// <param name="Clause">Its id.</param>
/// <param name="Form"><c>permit</c>, <c>prohibit</c>, <c>limit</c> or <c>oblige</c>.</param>
/// <param name="Text">The sentence of the paper agreement, if it has one.</param>
/// <param name="Meaning">One or two sentences.</param>
/// <param name="Example">What it would flag, with made-up events.</param>
/// <param name="Notes">What else is said of it: terms that stand for others, severity, mode, remedy.</param>
public sealed record ClauseExplanation(string Clause, string Form, string? Text, string Meaning, string Example, IReadOnlyList<string> Notes);
