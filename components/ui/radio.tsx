import { TickBox, type TickBoxProps } from './tick-box'

/** One of several in a FieldSet, all with the same name. */
export function Radio(props: TickBoxProps) {
  return <TickBox {...props} type="radio" look="accent-(--gl-control-background-color-selected-default)" />
}
