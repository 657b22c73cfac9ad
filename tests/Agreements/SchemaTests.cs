using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;
using Covenant.Tests.Schemas;
using Xunit;

namespace Covenant.Tests.Agreements;

public class SchemaTests
{
    private const string Schema = "agreement.v1.schema.json";

    [Fact]
    public void What_the_reader_takes_the_schema_takes()
    {
        Assert.All(ValidAgreements.All, text => Assert.Empty(AgreementReader.Read(text, "valid.yaml").Mistakes));

        Assert.All(SchemaValidator.Judge(Schema, ValidAgreements.All), Assert.Empty);
    }

    [Fact]
    public void The_schema_refuses_every_mistake_of_structure_and_leaves_the_rest_to_the_reader()
    {
        var cases = MistakeTests.All.Where(mistake => mistake.Schema != SchemaSays.Nothing).ToArray();

        var said = SchemaValidator.Judge(Schema, cases.Select(mistake => mistake.Text));

        Assert.Equal(cases.Select(mistake => (mistake.Name, mistake.Schema)), cases.Zip(said, (mistake, errors) => (mistake.Name, errors.Length > 0 ? SchemaSays.Refused : SchemaSays.Accepted)));
    }
}
