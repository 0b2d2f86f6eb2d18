"""What the shop may be asked for, strictly: a field that is not here is a mistake, and so is a number as an amount."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Strict(BaseModel):
    """Nothing is turned into something else, nothing is overlooked."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Amount(Strict):
    """250.00 RUB, as strings."""

    value: Annotated[str, StringConstraints(pattern=r"^\d+\.\d\d$")]
    currency: Literal["RUB"]

    @property
    def minor(self) -> int:
        return int(self.value.replace(".", ""))


class Confirmation(Strict):
    """A page of the shop's, to which the buyer is sent."""

    type: Literal["redirect"]
    return_url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2048)]
    locale: Literal["ru_RU", "en_US"] = "ru_RU"


class Customer(Strict):
    """Who gets the receipt."""

    email: Annotated[str, StringConstraints(pattern=r"^\S+@\S+\.\S+$", max_length=254)]


class Item(Strict):
    """A line of a receipt."""

    description: Annotated[str, StringConstraints(min_length=1, max_length=128)]
    quantity: Annotated[float, Field(gt=0)]
    amount: Amount
    vat_code: Annotated[int, Field(ge=1, le=12)]
    payment_subject: Literal["commodity", "service"]
    payment_mode: Literal["full_payment", "full_prepayment"]


class Receipt(Strict):
    """54-FZ."""

    customer: Customer
    items: Annotated[list[Item], Field(min_length=1, max_length=80)]
    tax_system_code: Annotated[int, Field(ge=1, le=6)] | None = None


Word = Annotated[str, StringConstraints(max_length=512)]


class NewPayment(Strict):
    """POST /payments."""

    amount: Amount
    confirmation: Confirmation
    capture: bool
    description: Annotated[str, StringConstraints(max_length=128)] = ""
    metadata: Annotated[dict[str, Word], Field(max_length=16)] = {}
    receipt: Receipt | None = None


class NewRefund(Strict):
    """POST /refunds."""

    payment_id: Annotated[str, StringConstraints(min_length=36, max_length=36)]
    amount: Amount
    description: Annotated[str, StringConstraints(max_length=250)] = ""
