using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Tests.Definitions;

public sealed class RefusedDefinitions
{
    [Theory]
    // conditions
    [InlineData("""{"event":"a","withn":"7d"}""", "definition.unknown_key", "when.withn", "the key 'withn'", "did you mean 'within'?")]
    [InlineData("""{"evnt":"a"}""", "definition.missing_key", "when", "'evnt'", "did you mean 'event'?")]
    [InlineData("""{"event":"a","within":"7 days"}""", "definition.invalid_value", "when.within", "'7 days'", "digits and one unit")]
    [InlineData("""{"event":"a","within":7}""", "definition.wrong_type", "when.within", "the number 7", "digits and one unit")]
    [InlineData("""{"event":"a","within":"7d","since":"2026-01-01"}""", "definition.contradiction", "when.since", "'within' and 'since'", "one of the two")]
    [InlineData("""{"event":"a","since":"2026-02-29"}""", "definition.invalid_value", "when.since", "'2026-02-29'", "YYYY-MM-DD")]
    [InlineData("""{"event":"a","count":{"at_least":1},"last":{"at_most":"1d"}}""", "definition.contradiction", "when.last", "'count', 'last'", "one measure")]
    [InlineData("""{"event":"a","count":{}}""", "definition.missing_key", "when.count", "no comparison", "'at_least'")]
    [InlineData("""{"event":"a","count":{"at_least":"2"}}""", "definition.wrong_type", "when.count.at_least", "'2'", "28 significant digits")]
    [InlineData("""{"event":"a","count":{"at_least":1e28}}""", "definition.invalid_value", "when.count.at_least", "the number 1e28", "below 10^28")]
    [InlineData("""{"event":"a","sum":{"at_least":1}}""", "definition.missing_key", "when.sum.of", "nothing", "the name of a property")]
    [InlineData("""{"event":"a","where":{"p":["A"]}}""", "definition.wrong_type", "when.where.p", "a list", "use { in: [ … ] }")]
    [InlineData("""{"event":"a","where":{"p..q":1}}""", "definition.invalid_name", "when.where.p..q", "the property 'p..q'", "one level down")]
    [InlineData("""{"attribute":"x"}""", "definition.missing_key", "when", "no comparison", "'is'")]
    [InlineData("""{"attribute":"x","in":[]}""", "definition.wrong_type", "when.in", "an empty list", "not empty")]
    [InlineData("""{"attribute":"x","in":[1,"a"]}""", "definition.wrong_type", "when.in[1]", "'a'", "one type")]
    [InlineData("""{"attribute":"x","is":null}""", "definition.wrong_type", "when.is", "nothing", "a number, a text")]
    [InlineData("""{"attribute":"x","is":1,"yearly":true}""", "definition.contradiction", "when.yearly", "'yearly' alone", "'in_next'")]
    [InlineData("""{"tag":"vip"}""", "definition.invalid_name", "when.tag", "'vip'", "GROUP/TAG")]
    [InlineData("""{"tag":"g/x","event":"a"}""", "definition.contradiction", "when", "'tag', 'event'", "'all' or 'any'")]
    [InlineData("""{"tag":"g/plane"}""", "definition.unknown_reference", "when.tag", "'g/plane'", "did you mean 'g/plain'?")]
    [InlineData("""{"audience":"nobody"}""", "definition.unknown_reference", "when.audience", "'nobody'", "an audience that is defined")]
    [InlineData("""{"score":"p_alive","at_least":0.5}""", "definition.not_supported_yet", "when", "'score'", "not supported yet")]
    [InlineData("""{"contact":"any","state":"frend"}""", "definition.invalid_value", "when.state", "'frend'", "did you mean 'friend'?")]
    [InlineData("""{"sequence":[],"within":"1d"}""", "definition.wrong_type", "when.sequence", "an empty list", "not empty")]
    [InlineData("""{"sequence":[{"event":"a"}]}""", "definition.missing_key", "when.within", "nothing", "digits and one unit")]
    [InlineData("\"allways\"", "definition.wrong_type", "when", "'allways'", "'always'")]
    public void A_condition(string condition, string code, string path, string given, string allowed) =>
        Refused($$"""
            {
              "audience": "some",
              "when":
                {{condition}}
            }
            """, code, path, given, allowed);

    [Theory]
    [InlineData("""{"trigger":"manual","steps":[]}""", "definition.wrong_type", "steps", "an empty list", "not empty")]
    [InlineData("""{"trigger":"by hand"}""", "definition.invalid_value", "trigger", "'by hand'", "the word 'manual'")]
    [InlineData("""{"trigger":{"date":"soon"}}""", "definition.invalid_value", "trigger.date", "'soon'", "'YYYY-MM-DD'")]
    [InlineData("""{"trigger":{"cohort":"camp"},"steps":[{"id":"s","task":"t"}]}""", "definition.unknown_reference", "trigger.cohort", "'camp'", "a cohort with a date")]
    [InlineData("""{"trigger":{"event":"a"},"holdout":"110%"}""", "definition.invalid_value", "holdout", "'110%'", "0% to 100%")]
    [InlineData("""{"trigger":{"event":"a"},"holdout":0.1}""", "definition.wrong_type", "holdout", "the number 0.1", "a percentage")]
    [InlineData("""{"trigger":{"event":"a"},"sender":"friend"}""", "definition.invalid_value", "sender", "'friend'", "'last_talked'")]
    [InlineData("""{"trigger":{"event":"a"},"sender":{}}""", "definition.missing_key", "sender.member", "nothing", "userid")]
    [InlineData("""{"trigger":{"event":"a"},"margin":"10"}""", "definition.wrong_type", "margin", "'10'", "as a number")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","split":"thompson","send":"direct","material":"m"}]}""", "definition.contradiction", "steps[0].split", "'thompson' without a material", "coupon-10")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","split":"thompson","task":"t"}]}""", "definition.contradiction", "steps[0].split", "'thompson' without a material", "coupon-10")]
    [InlineData("""{"trigger":{"event":"a"},"pace":"500"}""", "definition.invalid_value", "pace", "'500'", "500/h")]
    [InlineData("""{"trigger":{"event":"a"},"anchor":{"lunar":"元月一日"}}""", "definition.invalid_value", "anchor.lunar", "'元月一日'", "除夕")]
    [InlineData("""{"trigger":{"event":"a"},"anchor":{}}""", "definition.missing_key", "anchor", "no anchor", "{ date: DATE }")]
    [InlineData("""{"trigger":{"event":"a"},"anchor":{"date":"2026-01-01","yearly":true}}""", "definition.contradiction", "anchor.yearly", "'yearly' without 'attribute'", "birthday")]
    [InlineData("""{"trigger":{"date":"2026-01-01"},"anchor":{"property":"d"}}""", "definition.contradiction", "anchor", "'property' with a date", "the same for all")]
    [InlineData("""{"trigger":{"event":"a"},"anchor":{"cohort":"camp"},"steps":[{"id":"s","task":"t"}]}""", "definition.unknown_reference", "anchor.cohort", "'camp'", "a cohort with a date")]
    [InlineData("""{"trigger":{"event":"a"},"stay":true}""", "definition.contradiction", "stay", "'stay: true' with another trigger", "can be left")]
    [InlineData("""{"trigger":{"event":"a"},"reentry":"sometimes"}""", "definition.invalid_value", "reentry", "'sometimes'", "'never'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","wait":{"event":"b"}}]}""", "definition.missing_key", "steps[0].for", "nothing", "digits and one unit")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","wait":{"event":"b"},"for":"1d","late":"send"}]}""", "definition.contradiction", "steps[0].late", "'late' on a wait or branch", "carries something out")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"t","task":"t"},{"id":"s","wait":{"event":"b"},"for":"1d","then":"t"}]}""", "definition.unknown_reference", "steps[1]", "'t' in 'then'", "the id of a later step")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","branch":[{"when":"always","then":"nowhere"}]}]}""", "definition.unknown_reference", "steps[0]", "'nowhere' in 'branch'", "the id of a later step")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","branch":[]}]}""", "definition.wrong_type", "steps[0].branch", "an empty list", "not empty")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t","then":"s"}]}""", "definition.contradiction", "steps[0].then", "'then' without 'wait'", "belongs to a step with 'wait'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","start":"other"}]}""", "definition.unknown_reference", "steps[0].start", "'other'", "an SOP that is defined")]
    [InlineData("""{"trigger":{"event":"a"},"reentry":"always","steps":[{"id":"s","start":"s"}]}""", "definition.cycle", "steps[0].start", "the ring s → s", "'reentry: never'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","at":"workday 1 25:00","task":"t"}]}""", "definition.invalid_value", "steps[0].at", "'workday 1 25:00'", "'workday N HH:MM'")]
    [InlineData("""{"trigger":{"event":"a"},"class":"urgent"}""", "definition.invalid_value", "class", "'urgent'", "'service', 'journey', 'broadcast'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t","defer":false}]}""", "definition.contradiction", "steps[0].defer", "'defer' without 'send'", "its slot")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t","avoid":"weekends"}]}""", "definition.invalid_value", "steps[0].avoid", "'weekends'", "'holidays'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","split":{"a":"50%","b":"40%"},"task":"t"}]}""", "definition.contradiction", "steps[0].split", "arms that sum to 90%", "sum to 100%")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","split":{"a":"50%","b":"50%"},"send":"direct","material":{"a":"m"}}]}""", "definition.missing_key", "steps[0].material", "no material for the arm 'b'", "for each arm")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","send":"direct","material":{"a":"m"}}]}""", "definition.unknown_reference", "steps[0].material.a", "the arm 'a'", "'split'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","at":"day 3 9:30","task":"t"}]}""", "definition.invalid_value", "steps[0].at", "'day 3 9:30'", "'day N HH:MM'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s"}]}""", "definition.missing_key", "steps[0]", "a step without an act", "'send'")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","send":"direct"}]}""", "definition.missing_key", "steps[0].material", "nothing", "name of a material")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t","tag":"g/plain"}]}""", "definition.contradiction", "steps[0].tag", "'task', 'tag'", "one act a step")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","tag":"g/ruled"}]}""", "definition.contradiction", "steps[0].tag", "'g/ruled', which has a 'when'", "held by its rule alone")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t","due":"1 day"}]}""", "definition.invalid_value", "steps[0].due", "'1 day'", "digits and one unit")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"S","task":"t"}]}""", "definition.invalid_name", "steps[0].id", "'S'", "[a-z0-9]")]
    [InlineData("""{"trigger":{"event":"a"},"steps":[{"id":"s","task":"t"},{"id":"s","task":"t"}]}""", "definition.defined_twice", "steps[1].id", "'s'", "steps[0]")]
    public void An_sop(string sop, string code, string path, string given, string allowed) =>
        Refused(sop.Replace("{\"trigger\"", "{\n\"sop\":\"s\",\n\"trigger\"", StringComparison.Ordinal), code, path, given, allowed);

    [Theory]
    [InlineData("""{"workspace":"main","caps":{"day":0}}""", "definition.invalid_value", "caps.day", "the number 0", "from 1 to 1000")]
    [InlineData("""{"workspace":"main","caps":{"month":5}}""", "definition.unknown_key", "caps.month", "the key 'month'", "'day', 'week', 'gap'")]
    [InlineData("""{"workspace":"main","quiet_hours":{"from":"22:00","to":"22:00"}}""", "definition.contradiction", "quiet_hours", "to the same time", "two different clock times")]
    [InlineData("""{"workspace":"main","quiet_hours":{"from":22,"to":"08:00"}}""", "definition.wrong_type", "quiet_hours.from", "the number 22", "in quotes")]
    [InlineData("""{"workspace":"main","value":{}}""", "definition.missing_key", "value.lifetime", "nothing", "would still have brought")]
    [InlineData("""{"workspace":"main","value":{"lifetime":-1}}""", "definition.invalid_value", "value.lifetime", "the number -1", "from 0 to 1000000000")]
    [InlineData("""{"workspace":"main","value":{"lifetime":1,"prior":{"convert":"0%"}}}""", "definition.invalid_value", "value.prior.convert", "'0%'", "above 0% and below 100%")]
    [InlineData("""{"workspace":"main","value":{"lifetime":1,"within":"91d"}}""", "definition.invalid_value", "value.within", "'91d'", "up to 90d")]
    [InlineData("""{"workspace":"main","value":{"lifetime":1,"segments":"h"}}""", "definition.unknown_reference", "value.segments", "'h'", "a tag group that is defined")]
    [InlineData("""{"workspace":"main","value":{"lifetime":1,"segments":"g"}}""", "definition.contradiction", "value.segments", "'g', of which a customer may have several tags", "exclusive")]
    [InlineData("""{"workspace":"main","guardrail":{"within":"1d"}}""", "definition.missing_key", "guardrail.deletions", "nothing", "for example 2%")]
    [InlineData("""{"workspace":"main","guardrail":{"deletions":"2%","confidence":"100%"}}""", "definition.invalid_value", "guardrail.confidence", "'100%'", "below 100%")]
    [InlineData("""{"workspace":"main","member_load":{"tasks":0}}""", "definition.invalid_value", "member_load.tasks", "the number 0", "from 1 to")]
    [InlineData("""{"workspace":"main","unconfirmed":{"remind":["10:00","24:00"]}}""", "definition.invalid_value", "unconfirmed.remind[1]", "'24:00'", "a clock time")]
    [InlineData("""{"workspace":"main","unconfirmed":{"remind":["9:00","10:00","11:00","12:00"]}}""", "definition.invalid_value", "unconfirmed.remind[0]", "'9:00'", "a clock time")]
    [InlineData("""{"workspace":"main","unconfirmed":{"remind":["10:00","10:00"]}}""", "definition.contradiction", "unconfirmed.remind", "2 clock times", "up to 3 different ones")]
    [InlineData("""{"workspace":"main","unconfirmed":{"remake":"0%"}}""", "definition.invalid_value", "unconfirmed.remake", "'0%'", "above 0%")]
    [InlineData("""{"workspace":"main","quota":{"per":"week","days":true}}""", "definition.contradiction", "quota.days", "'days' without 'per: month'", "as many as the month has days")]
    [InlineData("""{"workspace":"main","quota":{"per":"week"}}""", "definition.contradiction", "quota", "neither 'count' nor 'days: true'", "one of the two")]
    [InlineData("""{"calendar":"cn","holidays":[{"from":"2026-01-03","to":"2026-01-01"}]}""", "definition.invalid_value", "holidays[0]", "-1 days", "the first before the last")]
    [InlineData("""{"calendar":"cn","holidays":[{"from":"2026-01-03"}]}""", "definition.missing_key", "holidays[0].to", "nothing", "'YYYY-MM-DD'")]
    [InlineData("""{"calendar":"cn","holidays":[{"on":"2026-01-03"}],"workdays":["2026-01-03"]}""", "definition.contradiction", "workdays[0]", "both a holiday and a working day", "b.json:1")]
    [InlineData("""{"calendar":"cn","workdays":["2026-13-01"]}""", "definition.invalid_value", "workdays[0]", "'2026-13-01'", "'YYYY-MM-DD'")]
    [InlineData("""{"grup":"x"}""", "definition.unknown_kind", "", "none of these keys", "did you mean 'group'?")]
    [InlineData("""["group"]""", "definition.wrong_type", "", "a list", "one definition a file")]
    [InlineData("""{"group":"h","kind":"multi","tags":[{"tag":"a","hold":"once"}]}""", "definition.contradiction", "tags[0].hold", "'hold' without 'when'", "give the tag a 'when'")]
    [InlineData("""{"group":"h","kind":"multi","tags":[{"tag":"a"},{"tag":"a"}]}""", "definition.defined_twice", "tags[1].tag", "'a'", "once in a group")]
    [InlineData("""{"group":"g","kind":"multi","tags":[{"tag":"a"}]}""", "definition.defined_twice", "group", "'g' a second time", "a.json:1")]
    [InlineData("""{"group":"h","kind":"multi","tags":[{"tag":"a","when":{"tag":"h/a"}}]}""", "definition.cycle", "tags[0].when.tag", "the cycle h → h", "one direction only")]
    [InlineData("""{"material":"m","text":""}""", "definition.invalid_value", "text", "''", "1 to 4000 bytes")]
    [InlineData("""{"material":"m","text":"t","link":{"title":"t","url":"ftp://x"}}""", "definition.invalid_value", "link.url", "'ftp://x'", "http or https")]
    [InlineData("""{"dictionary":"d","events":{"Order Completed":5}}""", "definition.wrong_type", "events.Order Completed", "the number 5", "an event's name")]
    public void Another_kind(string file, string code, string path, string given, string allowed) => Refused(file, code, path, given, allowed);

    [Fact]
    public void A_text_of_more_than_4000_bytes() =>
        Refused($$"""{"material":"m","text":"{{new string('时', 1334)}}"}""", "definition.too_large", "text", "a text of 4002 bytes", "1 to 4000 bytes");

    [Fact]
    public void A_cycle_through_an_audience_names_its_path()
    {
        var parsed = DefinitionParser.Parse(
        [
            Tree.File("a.json", """{"group":"a","kind":"multi","tags":[{"tag":"x","when":{"audience":"people"}}]}"""),
            Tree.File("b.json", """{"group":"b","kind":"multi","tags":[{"tag":"y","when":{"not":{"tag":"a/x"}}}]}"""),
            Tree.File("p.json", "{\"audience\":\"people\",\n\"when\":{\"tag\":\"b/y\"}}"),
        ]);

        var refusal = Assert.Single(parsed.Refusals);
        Assert.Equal("definition.cycle", refusal.Code);
        Assert.Equal("the cycle audience people → b → a → audience people", refusal.Given);
    }

    [Fact]
    public void The_line_is_that_of_the_value()
    {
        var parsed = DefinitionParser.Parse([Tree.File("x/some.json", "{\n\"audience\": \"some\",\n\"when\": {\n\"event\": \"a\",\n\"within\": \"soon\"}}")]);

        var refusal = Assert.Single(parsed.Refusals);
        Assert.Equal(("x/some.json", 5), (refusal.File, refusal.Line));
    }

    private static void Refused(string file, string code, string path, string given, string allowed)
    {
        var parsed = DefinitionParser.Parse(
        [
            Tree.File("a.json", """{"group":"g","kind":"multi","tags":[{"tag":"plain"},{"tag":"ruled","when":"always"}]}"""),
            Tree.File("b.json", file),
        ]);

        Assert.Null(parsed.Set);
        var refusal = Assert.Single(parsed.Refusals, refusal => refusal.Code == code && refusal.Path == path);
        Assert.Equal("b.json", refusal.File);
        Assert.True(refusal.Line > 0);
        Assert.Contains(given, refusal.Given, StringComparison.Ordinal);
        Assert.Contains(allowed, refusal.Allowed, StringComparison.Ordinal);
    }
}
