namespace Shiyu.Sandbox.Callbacks;

/// <summary>Where the corp's events go on their way to the configured URL.</summary>
internal interface ICallbackQueue
{
    void Enqueue(CallbackEvent happened);
}
