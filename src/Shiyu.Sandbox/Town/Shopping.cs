using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>Visits to the mini-shop: a page, some articles, perhaps the cart, perhaps the till.</summary>
internal sealed class Shopping(Agenda agenda, ShopMessages shop, Camp camp, TownCounts counts)
{
    /// <summary>When people have their phone in hand: over breakfast, at noon, in a dull afternoon, and most of all in the evening.</summary>
    private static readonly (double Share, double From, double To)[] Hours = [(0.12, 7.5, 9), (0.26, 11.8, 13.5), (0.17, 15, 17.5), (0.45, 19.5, 23)];

    /// <summary>The camp has a place on the mini-shop's first page.</summary>
    private const double EnrolsOnAVisit = 0.12;

    public void PlanNextVisit(Townsperson person, DateTimeOffset after)
    {
        var daysOn = (int)person.Chance.Waiting(1 / person.Persona.Visits);
        var hour = DrawHour(person.Chance);
        var at = ChinaTime.OnDay(after, daysOn, hour);
        agenda.Plan(at > after ? at : at.AddDays(1), now => Visit(person, now, ownAccord: true));
    }

    /// <param name="eager">Came because of a message: more likely to buy.</param>
    public void Visit(Townsperson person, DateTimeOffset at, bool ownAccord, bool eager = false)
    {
        if (person.Quiet && ownAccord)
            return;
        counts.Visits++;
        person.LastVisitAt = at;
        var chance = person.Chance;
        shop.Page(person, at, "时雨茶铺 · 首页", "/");
        var when = at;
        Product seen = DrawProduct(person);
        for (var views = chance.Whole(1, 4); views > 0; views--, seen = views > 0 ? DrawProduct(person) : seen)
        {
            var product = seen;
            when += chance.Minutes(0.3, 3);
            agenda.Plan(when, now => shop.Viewed(person, now, product));
        }
        if (person.Cart is not null && chance.Happens(eager ? 0.6 : 0.25))
            agenda.Plan(when + chance.Minutes(1, 6), now => PayCart(person, now));
        else if (person.Cart is null && chance.Happens(person.Persona.Cart * (eager ? 1.4 : 1)))
            PutIntoCart(person, seen, when + chance.Minutes(0.5, 4), chance.Happens(person.Persona.PaysAtOnce));
        if (!ownAccord)
            return;
        if (!person.InCamp && chance.Happens(EnrolsOnAVisit))
            agenda.Plan(when + chance.Minutes(1, 5), now => camp.Enrol(person, now));
        if (chance.Happens(person.Persona.GoesQuiet))
            person.Quiet = true;
        else
            PlanNextVisit(person, at.AddHours(1));
    }

    /// <summary>An order from before the town opened, as the shop's books have it.</summary>
    public void BoughtBefore(Townsperson person, DateTimeOffset at)
    {
        shop.SignIn(person, at);
        person.Orders++;
        person.LastBought = person.Chance.Pick(Catalog.Of(person.Favourite));
        shop.Ordered(person, at, person.LastBought, 1);
    }

    /// <summary>Comes for one article that a message told of, and may take it.</summary>
    public void LookAt(Townsperson person, Product product, DateTimeOffset at)
    {
        person.LastVisitAt = at;
        shop.Page(person, at, product.Name, "/product/" + product.Id);
        agenda.Plan(at + person.Chance.Minutes(0.2, 1), now => shop.Viewed(person, now, product));
        if (person.Cart is null && person.Chance.Happens(0.45))
            PutIntoCart(person, product, at + person.Chance.Minutes(1.5, 5), payAtOnce: person.Chance.Happens(0.8));
    }

    /// <summary>Pays what lies in the cart, if it still does.</summary>
    public void PayCart(Townsperson person, DateTimeOffset at)
    {
        if (person.Cart is not { } product)
            return;
        if (!person.SignedIn || (person.IsFriend && !person.Linked))
            shop.SignIn(person, at);
        person.Cart = null;
        person.Orders++;
        person.LastBought = product;
        counts.Orders++;
        counts.RepeatOrders += person.Orders > 1 ? 1 : 0;
        shop.Ordered(person, at, product, product.Price < 120 && person.Chance.Happens(0.3) ? 2 : 1);
        var wish = TimeSpan.FromDays(person.Chance.Waiting(person.Persona.RepeatDays) + 0.4);
        var again = ChinaTime.OnDay(at + wish, 0, DrawHour(person.Chance));
        agenda.Plan(again > at ? again : again.AddDays(1), now => BuyAgain(person, now));
    }

    /// <summary>The tea is running out: the same again, or something like it.</summary>
    public void BuyAgain(Townsperson person, DateTimeOffset at)
    {
        if (person.Cart is not null || !person.Chance.Happens(0.7))
            return;
        person.LastVisitAt = at;
        shop.Page(person, at, "我的订单", "/orders");
        var product = person.LastBought is { } last && person.Chance.Happens(0.5) ? last : DrawProduct(person);
        agenda.Plan(at + person.Chance.Minutes(0.5, 2), now => shop.Viewed(person, now, product));
        PutIntoCart(person, product, at + person.Chance.Minutes(2.5, 5), payAtOnce: person.Chance.Happens(0.8));
    }

    private void PutIntoCart(Townsperson person, Product product, DateTimeOffset at, bool payAtOnce)
    {
        agenda.Plan(at, now =>
        {
            person.Cart = product;
            counts.CartsFilled++;
            shop.Added(person, now, product);
        });
        if (payAtOnce)
            agenda.Plan(at + person.Chance.Minutes(2, 15), now => PayCart(person, now));
    }

    private static Product DrawProduct(Townsperson person) =>
        person.Orders == 0 && person.Chance.Happens(0.2) ? Catalog.Of("尝鲜")[0]
        : person.Chance.Happens(0.6) ? person.Chance.Pick(Catalog.Of(person.Favourite))
        : person.Chance.Pick(Catalog.Products);

    private static double DrawHour(Chance chance)
    {
        var at = chance.Next();
        foreach (var (share, from, to) in Hours)
            if ((at -= share) < 0)
                return chance.Between(from, to);
        return 21;
    }
}
