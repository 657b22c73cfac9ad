namespace Covenant.LoadTests.Oracle;

/// <summary>The rules of version 2 of the semantics sheet, each of which can be broken on purpose; the comment says what the oracle then does.</summary>
public enum SheetRule
{
    /// <summary>Takes the timestamp of the record at hand, be it older than those before.</summary>
    GreatestTimestamp,

    /// <summary>Does not count the timestamps of dead letters.</summary>
    DeadLettersMoveRecordTime,

    /// <summary>Counts an event's own time, which stood in for a timestamp, for later records too.</summary>
    OwnTimeStandsInOnce,

    /// <summary>Admits every event at its own time.</summary>
    AdmittedIsBounded,

    /// <summary>The clock goes by the events' own times.</summary>
    ClockIsAdmitted,

    /// <summary>The newest time of a customer goes by the events' own times.</summary>
    NewestIsAdmitted,

    /// <summary>The horizon of a limit over all customers goes by the events' own times.</summary>
    NewestAcrossCustomersIsAdmitted,

    /// <summary>Compares admitted times where it looks for a duplicate.</summary>
    DuplicatesByOwnTime,

    /// <summary>Takes the version in force at the admitted time.</summary>
    VersionByOwnTime,

    /// <summary>Obligations are due so long after the admitted time.</summary>
    DeadlineByOwnTime,

    /// <summary>Judges events however far they are ahead.</summary>
    AheadIsADeadLetter,

    /// <summary>The event of an institution without a document moves the clock.</summary>
    UnknownInstitutionMovesNoClock,

    /// <summary>What drafts name is a fact for what is in force.</summary>
    DraftNamesNoFactInForce,

    /// <summary>What a draft names is no fact in its own lane.</summary>
    DraftNamesFactInItsLane,

    /// <summary>What any draft names is a fact in the lane of each.</summary>
    OtherDraftsNameNoFact,

    /// <summary>The tolerance is the largest of all versions.</summary>
    DraftToleranceIsNotAsked,

    /// <summary>Keeps the white space around an event's terms.</summary>
    TermsAreTrimmed,

    /// <summary>Takes an empty term.</summary>
    EmptyTermIsADeadLetter,

    /// <summary>Knows prefixes and namespaces in small letters alone.</summary>
    PrefixInAnyCase,

    /// <summary>Takes the vocabulary's IRIs of <c>dpv</c> for others'.</summary>
    NamespacesOfDpv,

    /// <summary>Takes <c>dpv-pd:</c> and the IRIs of <c>pd</c> for others'.</summary>
    NamespacesOfPd,

    /// <summary>Takes <c>sector-finance:</c> and the IRIs of <c>fin</c> for others'.</summary>
    NamespacesOfFin,

    /// <summary>A term that the vocabulary does not have is its owner's.</summary>
    FalseIfNotInVocabulary,

    /// <summary>A term of another kind than its field is its owner's.</summary>
    FalseIfOfAnotherKind,

    /// <summary>Another IRI under the vocabulary's is its owner's.</summary>
    FalseIfIriIsNotRead,

    /// <summary>A plain purpose or category is its owner's.</summary>
    FalseIfPlain,

    /// <summary>A plain purpose or category is false, whatever the sets list.</summary>
    WordsOfSetsAreTrue,

    /// <summary>White space inside makes no term false.</summary>
    FalseIfWhiteSpaceInside,

    /// <summary>A control character makes no term false.</summary>
    FalseIfControlInside,

    /// <summary>A format character makes no term false.</summary>
    FalseIfFormatInside,

    /// <summary>Nothing before the colon makes no term false.</summary>
    FalseIfNoPrefix,

    /// <summary>What stands before the colon makes no term false.</summary>
    FalseIfStrangePrefix,

    /// <summary>A false operation hides nothing.</summary>
    FalseOperationHides,

    /// <summary>A false purpose hides nothing.</summary>
    FalsePurposeHides,

    /// <summary>A false category hides nothing.</summary>
    FalseCategoryHides,

    /// <summary>An opaque value hides nothing.</summary>
    OpaqueValueHides,

    /// <summary>A fact with a false term or an opaque value is a hidden touch.</summary>
    FactStaysAFact,

    /// <summary>An attribute that has an opaque value alone is absent.</summary>
    OpaqueValueIsThere,

    /// <summary>The other values of an attribute with an opaque one make a match key.</summary>
    OpaqueValueHasNoMatchKey,

    /// <summary>The other values of an attribute with an opaque one are told apart.</summary>
    OpaqueValueIsNotDistinct,

    /// <summary>The other values of an attribute with an opaque one make a row of <c>report: first</c>.</summary>
    OpaqueValueIsMissingInRows,

    /// <summary><c>forEach</c> binds none of the values beside an opaque one.</summary>
    ForEachBindsTheOthers,

    /// <summary>An event discharges by the values beside an opaque one.</summary>
    OpaqueValueDischargesNothing,

    /// <summary>A null in a list is the text <c>null</c>.</summary>
    NullInAListIsNoValue,

    /// <summary>Compares an event's texts as they were written.</summary>
    TextsInFormC,

    /// <summary>Compares the names of attributes as they were written.</summary>
    AttributeNamesInFormC,

    /// <summary>Attributes whose names are equal in form C may stand beside each other; the first counts.</summary>
    RepeatedInFormC,

    /// <summary>Ids and customers are normalised too.</summary>
    NamesAsWritten,

    /// <summary>Compares an agreement's terms as they were written.</summary>
    AgreementTermsAreRead,

    /// <summary>Compares an agreement's texts as they were written.</summary>
    AgreementTextsInFormC,

    /// <summary>A touch is permitted if one of its purposes is.</summary>
    EachPurposeIsAsked,

    /// <summary>One permit must take all purposes.</summary>
    PurposesMayHaveDifferentPermits,

    /// <summary>A touch without purposes is not asked.</summary>
    WithoutPurposesAskedOnce,

    /// <summary>One of several categories is enough for a permit.</summary>
    PermitTakesAllCategories,

    /// <summary>One of several forms is enough for a permit.</summary>
    PermitTakesAllForms,

    /// <summary>One of an attribute's values is enough for a permit.</summary>
    PermitTakesAllAttributeValues,

    /// <summary>The positive part ends at <c>any</c>.</summary>
    PositivePartIsInsideAny,

    /// <summary>A permit's <c>not</c> sees the purpose that is asked alone.</summary>
    NotSeesTheWholeTouch,

    /// <summary>A permit's <c>while</c> and <c>unless</c> see the purpose that is asked alone.</summary>
    ConditionsSeeTheWholeTouch,

    /// <summary>A touch outside of the scope's values in one of its values is outside.</summary>
    ScopeSeesTheWholeTouch,

    /// <summary>Shadow permits are asked beside enforced ones.</summary>
    EnforcedPermitsSilenceShadowOnes,
}
