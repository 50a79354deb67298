using Shiyu.Sandbox.Time;
using Shiyu.Sandbox.Town;

namespace Shiyu.Sandbox.Corp;

/// <summary>
/// Customers whom the corp had before Shiyu was connected to it: nobody was called back about them, so only a synchronisation finds them. Of twenty one has
/// two members, of fifty one has deleted the member.
/// </summary>
internal static class OldFriends
{
    private const int YearMinutes = 365 * 24 * 60;

    public static void Settle(CorpBook corp, Ids ids, ulong seed, int count, DateTimeOffset opening)
    {
        // Oldest first: that is how they came, and it keeps each member's list in order as it grows.
        for (var number = 0; number < count; number++)
        {
            var chance = Chance.For(seed, $"old-friend|{number}");
            var customer = new CorpCustomer
            {
                ExternalUserId = "wm" + ids.Letters28("old-friend", $"{number}"), UnionId = "o" + ids.Letters28("old-union", $"{number}")[..27],
                Name = Names.Draw(chance), Gender = chance.Whole(0, 2),
            };
            var age = TimeSpan.FromMinutes(YearMinutes - ((YearMinutes - 2_880.0) * number / Math.Max(count, 1)));
            var first = number % corp.Members.Count;
            Settle(first, opening - age);
            if (number % 20 == 7 && corp.Members.Count > 1) Settle((first + 1) % corp.Members.Count, opening - (age / 2));
            if (number % 50 == 11) customer.Contacts[corp.Members[first].UserId].DeletedByCustomer = true;

            if (number % 50 == 49)
                corp.Groups.Open($"时雨茶友群 {(number / 50) + 1}", corp.Members[first].UserId, opening - TimeSpan.FromDays(30), [.. corp.Customers.Values.Take(20)]);

            void Settle(int member, DateTimeOffset at)
            {
                var state = Channels.Draw(chance);
                var contact = new Contact { Member = corp.Members[member].UserId, CreatedAt = at, State = state, AddWay = state.Length > 0 ? 1 : 3, LastInteractionAt = at, ChatStarted = true };
                var group = chance.Pick(corp.Tags.Groups);
                if (chance.Happens(0.6)) contact.TagIds.Add(chance.Pick(group.Tags).Id);
                if (chance.Happens(0.3)) contact.Remark = customer.Name + chance.Pick<string>(["·老客", "·门店", "·熟客"]);
                corp.Know(customer, contact);
            }
        }
    }
}
