import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";

/** Attributes as the page of a user calls them. The core says which there are. */
const LABEL: Record<string, string> = {
  title: "Title",
  userType: "User type",
  employeeNumber: "Employee number",
  costCenter: "Cost center",
  organization: "Organization",
  division: "Division",
  department: "Department",
  manager: "Manager",
  phoneNumber: "Phone number",
  nickName: "Nickname",
  profileUrl: "Profile URL",
  preferredLanguage: "Preferred language",
  locale: "Locale",
  timezone: "Time zone",
  streetAddress: "Street address",
  locality: "City",
  region: "State or region",
  postalCode: "Postal code",
  country: "Country",
};

export function attributeLabel(name: string): string {
  return LABEL[name] ?? name;
}

interface Props {
  known: string[];
  values: Record<string, string>;
  onChange(values: Record<string, string>): void;
}

/** Everything else that is kept of a person, for access control. All of it is optional. */
export function AttributeFields({ known, values, onChange }: Props) {
  return (
    <ColumnLayout columns={2}>
      {known.map((name) => (
        <FormField key={name} label={attributeLabel(name)}>
          <Input
            name={name}
            value={values[name] ?? ""}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...values, [name]: detail.value })}
          />
        </FormField>
      ))}
    </ColumnLayout>
  );
}
