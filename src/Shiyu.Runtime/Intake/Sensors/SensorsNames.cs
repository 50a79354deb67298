using System.Collections.Frozen;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>Our names for the events that SensorsData's clients collect by themselves: mapped out of the box.</summary>
public static class SensorsNames
{
    public static readonly FrozenDictionary<string, string> ToOurs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Who is who
        ["$SignUp"] = "profile.aliased",
        ["$BindID"] = "profile.aliased",
        // Web
        ["$pageview"] = "page.viewed",
        ["$WebClick"] = "element.clicked",
        ["$WebStay"] = "page.read",
        ["$WebPageLeave"] = "page.left",
        // Mini programs
        ["$MPLaunch"] = "app.opened",
        ["$MPShow"] = "app.shown",
        ["$MPHide"] = "app.backgrounded",
        ["$MPViewScreen"] = "screen.viewed",
        ["$MPPageLeave"] = "screen.left",
        ["$MPClick"] = "element.clicked",
        ["$MPShare"] = "page.shared",
        ["$MPAddFavorites"] = "page.favorited",
        // Apps
        ["$AppInstall"] = "app.installed",
        ["$AppStart"] = "app.opened",
        ["$AppEnd"] = "app.backgrounded",
        ["$AppViewScreen"] = "screen.viewed",
        ["$AppPageLeave"] = "screen.left",
        ["$AppClick"] = "element.clicked",
        ["$AppPushReceived"] = "push.received",
        ["$AppPushClick"] = "push.tapped",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
