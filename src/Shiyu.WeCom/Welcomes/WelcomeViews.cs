using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Welcomes;

/// <summary>A welcome rule as the API takes it; what is left out does not matter to it.</summary>
public sealed record WelcomeRequest(
    string? Channel, IReadOnlyList<string>? Members, IReadOnlyList<ShiftRequest>? Times, string? Material, IReadOnlyList<string>? Media);

/// <param name="Name">Empty: a code's own welcome, or the workspace's.</param>
/// <param name="Specificity">The higher is asked first: 4 for a channel, 2 for members, 1 for times.</param>
public sealed record WelcomeRuleView(
    string Name, string? Channel, IReadOnlyList<string> Members, IReadOnlyList<DutyShiftView> Times, string Material, IReadOnlyList<string> Media, int Specificity);

/// <summary>Which welcome a customer would get.</summary>
/// <param name="Material">Null where there is none.</param>
/// <param name="Text">As it would read, with the channel filled in and without what is only known of a real customer.</param>
/// <param name="MissingMedia">Media that WeCom does not have at the moment: the welcome would go without them.</param>
/// <param name="Considered">Every rule in the order in which it was asked, up to the one that decides.</param>
public sealed record WelcomePreview(
    string At, string? Rule, string? Material, string? Text, IReadOnlyList<string> Media, IReadOnlyList<string> MissingMedia, IReadOnlyList<ConsideredRule> Considered);

/// <param name="WhyNot"><c>channel</c>, <c>member</c> or <c>time</c>; null: this one decides.</param>
public sealed record ConsideredRule(string Name, string Material, int Specificity, string? WhyNot);

/// <param name="Kind"><c>image</c>, <c>video</c> or <c>file</c>.</param>
/// <param name="AtWeCom">Whether WeCom has it now.</param>
/// <param name="ExpiresAt">When WeCom's copy dies, wall time; it is uploaded again 18 hours before.</param>
/// <param name="UsedBy">Welcome rules with it.</param>
public sealed record MediaView(
    string Name, string Kind, string FileName, long Length, bool AtWeCom, string? ExpiresAt, string? Fault, IReadOnlyList<string> UsedBy);
