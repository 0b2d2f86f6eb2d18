# Canvases: choosing, address, order; all orders.
button-canvas = 🖼 Order a canvas
prints-closed = Canvases cannot be ordered here yet.
prints-alone = Let us do that in a chat with me alone: nobody else needs to read your address. The painting waits there in /works.
prints-which = On which canvas? Stretched on a wooden frame, ready to be hung; the price includes delivery.
prints-dpi = { $width } × { $height } cm: { $dpi } dots per inch — { $word }
prints-sharp = sharp
prints-fair = sharp from a step away
prints-soft-word = soft
prints-soft = Soft means: the painting has few dots for so large a canvas, and from near its edges look blurred. A smaller canvas or a larger painting is sharper.
prints-size = { $width } × { $height } cm — { $price }
prints-crop = Canvas { $width } × { $height } cm, { $price } with delivery.

    On the left, what of the painting will be on it; on the right, how it will hang. { $wrap } cm go round each edge as a mirror image, so that nothing of the front is lost.
button-crop-left = ← Left
button-crop-right = Right →
button-crop-up = ↑ Up
button-crop-down = Down ↓
button-crop-middle = Middle
button-where-to = Where does it go?
button-other-canvas = Another size

parcel-form = Where shall it go? Write three lines in one message, or one after the other:

    first and last name
    phone number
    country, postcode, town, street, house, flat

    It is kept encrypted, and only those who make and deliver the canvas read it. I remember it for the next time.
parcel-ask-name = The first and last name of who receives it?
parcel-ask-phone = The phone number, for the courier?
parcel-ask-address = And the address: country, postcode, town, street, house, flat?
parcel-bad-name = That does not look like a name. First and last name, please, without numbers.
parcel-bad-phone = That does not look like a phone number. With the code, please: +7 900 000-00-00
parcel-bad-address = That is too short or too long for an address. Country, postcode, town, street, house, flat, please.
parcel-summary = Canvas { $width } × { $height } cm, { $price } with delivery.

    { $name }
    { $phone }
    { $address }

    It goes into production when it is paid; I write at every step and send the track number. /orders shows where it is. Until it is being made you can cancel, and all the money goes back.
button-order-canvas = Order and pay { $price }
button-other-address = Another address
button-my-order = My order
shop-pay-print = { $what } for { $price } with delivery.

    The price holds for { $minutes } minutes. I write as soon as the payment arrives.
goods-print = Canvas { $width_cm } × { $height_cm } cm

print-ordered = not paid yet
print-paid = paid, goes into production soon
print-in-production = in production
print-sent = sent
print-delivered = delivered
print-returned = returned
print-canceled = cancelled
print-track = Track number: { $track }
print-told-paid = { $what }: I have the order. It goes into production next; until then you can cancel it in /orders.
print-told-in-production = { $what } is in production.
print-told-sent = { $what } is on its way to you.
print-told-delivered = { $what } has arrived. I wish you joy of it!
print-told-returned = { $what } came back to us. The money goes back to you.
print-told-canceled = { $what }: the order is cancelled. What was paid goes back to you.

command-orders = Orders and deliveries
orders-none = You have not bought anything yet.
orders-mine = Your orders. A number opens one.
orders-gone = That order is no longer here.
orders-open = not paid yet
orders-expired = not paid
orders-canceled = cancelled
orders-paid = paid
orders-refunding = the money is on its way back
orders-held = the payment is being looked at
orders-refunded = the money went back
orders-cancel = Cancel { $what }? Nothing was paid for it.
orders-cancel-paid = Cancel { $what }? { $price } go back to you.
orders-too-late = It is too late for that: the canvas is being made, or on its way. /paysupport helps with questions.
button-cancel-canvas = Cancel the order
button-cancel-order = Yes, cancel it
button-keep-order = Keep it
button-all-orders = All orders
prints-forget = A canvas that you have paid is on its way to you. It will still be made and sent, and its picture and address are deleted when it has arrived. If you do not want it, cancel it first: /orders
