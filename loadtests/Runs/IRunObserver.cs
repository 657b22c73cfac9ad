namespace Covenant.LoadTests.Runs;

/// <summary>Is told of a run while it goes on. Called from any thread, and answers at once.</summary>
public interface IRunObserver
{
    void Phase(string what);
    void Sample(RunSample sample);
    void Mark(RunMark mark);
}
