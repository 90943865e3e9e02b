/** One of a few: a row of radio buttons that looks like a switch. */

interface Props<Value extends string> {
  legend: string;
  name: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  choose: (value: Value) => void;
}

export function Choice<Value extends string>(props: Props<Value>) {
  const { legend, name, options, value, choose } = props;
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class={option.value === value ? "chosen" : undefined}>
          <input
            type="radio"
            class="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => {
              choose(option.value);
            }}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
