namespace Shiyu.Sandbox.WeCom;

/// <summary>The errcodes that the stand-in answers, by the platform's own numbers.</summary>
internal static class Errcode
{
    public const int WrongSecret = 40001;
    public const int InvalidUserId = 40003;
    public const int InvalidMedia = 40007;
    public const int InvalidCorpId = 40013;
    public const int InvalidToken = 40014;
    public const int InvalidMsgType = 40008;
    public const int InvalidAgentId = 40056;
    public const int IllegalCharacters = 40033;
    public const int InvalidParameter = 40058;
    public const int InvalidTag = 40068;
    public const int InvalidExternalUserId = 40096;
    public const int InvalidImage = 40123;
    public const int BodyTooLarge = 40206;
    public const int TokenMissing = 41001;
    public const int ContactWayTypeMissing = 41037;
    public const int ContactWaySceneMissing = 41038;
    public const int InvalidScene = 41040;
    public const int TooManyUsers = 41041;
    public const int InvalidStyle = 41042;
    public const int ConfigIdMissing = 41043;
    public const int InvalidConfigId = 41044;
    public const int ContactWaysExhausted = 41045;
    public const int MsgIdMissing = 41046;
    public const int InvalidMsgId = 41047;
    public const int NoReachableCustomer = 41048;
    public const int WelcomeCodeMissing = 41049;
    public const int WelcomeCodeInvalid = 41050;
    public const int WelcomeSent = 41051;
    public const int Dispatching = 41063;
    public const int TooManyAttachments = 41064;
    public const int InvalidAttachmentType = 41065;
    public const int TooManyChats = 41091;
    public const int TaskCancelled = 41093;
    public const int TooManyReminders = 41094;
    public const int WelcomeInProgress = 41096;
    public const int TagCountOutOfRange = 41110;
    public const int TokenExpired = 42001;
    public const int TooOldToRecall = 42052;
    public const int RequireGet = 43001;
    public const int RequirePost = 43002;
    public const int MediaSize = 45001;
    public const int FrequencyLimit = 45009;
    public const int ConcurrencyLimit = 45033;
    public const int ConcurrentWrite = 45035;
    public const int NotAuthorised = 48001;
    public const int InvalidCursor = 50100;
    public const int NoPermission = 60011;
    public const int UnknownUserId = 60111;
    public const int NoReceiver = 81013;
    public const int NoRelation = 84061;
    public const int NotACustomerGroup = 90501;
}
