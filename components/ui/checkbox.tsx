import { TickBox, type TickBoxProps } from './tick-box'

export function Checkbox(props: TickBoxProps) {
  return <TickBox {...props} type="checkbox" look="control control-tick rounded-sm" />
}
