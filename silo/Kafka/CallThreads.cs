namespace Covenant.Silo.Kafka;

/// <summary>
/// Threads for calls that block: as many as calls are under way, and a few that wait for the next one, so that handing a call over costs no
/// new thread. None of them is the thread pool's, which
/// a broker that does not answer would otherwise use up.
/// </summary>
internal sealed class CallThreads
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly Queue<Action> _waiting = new();
    private int _idle;

    /// <param name="work">Throws nothing.</param>
    public void Run(Action work)
    {
        lock (_lock)
        {
            _waiting.Enqueue(work);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_lock);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "kafka call" }.Start();
    }

    private void Work()
    {
        while (Next() is { } work)
        {
            work();
        }
    }

    private Action? Next()
    {
        lock (_lock)
        {
            _idle++;
            try
            {
                while (_waiting.Count == 0)
                {
                    if (!Monitor.Wait(_lock, IdleFor) && _waiting.Count == 0)
                    {
                        return null;
                    }
                }

                return _waiting.Dequeue();
            }
            finally
            {
                _idle--;
            }
        }
    }
}
