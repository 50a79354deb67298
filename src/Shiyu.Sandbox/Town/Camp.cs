namespace Shiyu.Sandbox.Town;

/// <summary>The tasting camp's page in the mini-shop: people enrol, and tell after each lesson how the tea was.</summary>
internal sealed class Camp(ShopMessages shop, TownCounts counts)
{
    public void Enrol(Townsperson person, DateTimeOffset at)
    {
        if (person.InCamp)
            return;
        // The tea goes to an address, so nobody enrols without an account.
        if (!person.SignedIn || (person.IsFriend && !person.Linked))
            shop.SignIn(person, at);
        person.InCamp = true;
        counts.CampEnrolments++;
        shop.CampEnrolled(person, at);
    }

    public void CheckIn(Townsperson person, DateTimeOffset at)
    {
        counts.CampCheckIns++;
        shop.CampCheckedIn(person, at, ++person.Lessons);
    }
}
