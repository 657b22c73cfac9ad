using Confluent.Kafka;

namespace Covenant.Silo.Kafka;

internal static class AdministratorAnswers
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    extension<T>(Task<T> answer)
    {
        /// <summary>
        /// Waits for an administrator's answer on this thread. One that met an answer which it cannot read disposes of itself and leaves
        /// whoever asked waiting for ever.
        /// </summary>
        /// <exception cref="ObjectDisposedException">It has disposed of itself.</exception>
        public T AnswerOf(IAdminClient admin)
        {
            while (Task.WaitAny([answer], Look) < 0)
            {
                ThrowIfDestroyed(admin);
            }

            return answer.GetAwaiter().GetResult();
        }
    }

    // Looks whether the client is still there before it looks at what it is given, and goes no further.
    private static void ThrowIfDestroyed(IAdminClient admin)
    {
        try
        {
            admin.AddBrokers(null!);
        }
        catch (ArgumentNullException)
        {
        }
    }
}
