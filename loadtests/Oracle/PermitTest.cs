using Covenant.Contracts.Agreements;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>Whether a touch is permitted, purpose by purpose.</summary>
/// <param name="conditions">What conditions see where the touch is this one.</param>
internal sealed class PermitTest(InstitutionOracle institution, Func<OracleEvent, ConditionTest> conditions, OracleEvent e, RuleBook rules)
{
    /// <summary>The mode in which the version's permits are violated; null where they are not.</summary>
    public ClauseMode? ModeOf(Agreement version)
    {
        if (institution.IsHidden(e, version))
        {
            return ClauseMode.Enforce;
        }

        if (!institution.IsTouch(e, version) || !IsInScope(version.Scope))
        {
            return null;
        }

        var permits = version.Clauses.OfType<PermitClause>().ToList();
        var enforced = permits.Where(permit => permit.Mode == ClauseMode.Enforce).ToList();
        if (enforced.Count > 0 && !IsPermitted(enforced))
        {
            return ClauseMode.Enforce;
        }

        var shadow = permits.Except(enforced).ToList();
        var isShadow = shadow.Count > 0 && !IsPermitted(shadow);
        return isShadow && !rules.Decides(SheetRule.EnforcedPermitsSilenceShadowOnes, enforced.Count > 0) ? ClauseMode.Shadow : null;
    }

    private bool IsInScope(Selector? scope)
    {
        if (scope is null)
        {
            return true;
        }

        var whole = institution.Selectors.Takes(scope, e);
        var each = Purposes().All(purpose => institution.Selectors.TakesFor(scope, e, purpose));
        return whole == each || rules.Decides(SheetRule.ScopeSeesTheWholeTouch, true) ? whole : each;
    }

    // A touch without purposes is asked once.
    private IEnumerable<OracleTerm?> Purposes() => e.Purposes.DefaultIfEmpty();

    private bool IsPermitted(List<PermitClause> some)
    {
        if (e.Purposes.Count == 0)
        {
            return some.Any(permit => Takes(permit, null)) || !rules.Decides(SheetRule.WithoutPurposesAskedOnce, true);
        }

        var each = e.Purposes.All(purpose => some.Any(permit => Takes(permit, purpose)));
        var one = e.Purposes.Any(purpose => some.Any(permit => Takes(permit, purpose)));
        if (one && !each)
        {
            return !rules.Decides(SheetRule.EachPurposeIsAsked, true);
        }

        return each && (some.Any(permit => e.Purposes.All(purpose => Takes(permit, purpose))) || rules.Decides(SheetRule.PurposesMayHaveDifferentPermits, true));
    }

    private bool Takes(PermitClause permit, OracleTerm? purpose)
    {
        if (!institution.Selectors.TakesFor(permit.What, e, purpose))
        {
            return false;
        }

        var whole = conditions(e).Holds(permit);
        var alone = e.Purposes.Count > 1 && conditions(SelectorTest.Asked(e, purpose)).Holds(permit) != whole;
        return !alone || rules.Decides(SheetRule.ConditionsSeeTheWholeTouch, true) ? whole : !whole;
    }
}
