import { useState } from 'react';
import { CustomerPicker } from '../../../ui/customer-picker.tsx';
import { AddPerson } from './add-person.tsx';

/** Adds a user of a customer: which one is chosen first. Comes when it is asked for. */
export function AddCustomerPerson() {
  const [customerId, setCustomerId] = useState<string>();
  return (
    <AddPerson
      first="customerUser"
      customer={{ id: customerId, picker: <CustomerPicker customerId={customerId} onChoose={setCustomerId} /> }}
    />
  );
}
