# The web chat's own words. `web-script-…` are shown by the page's scripts.

web-title = Mazok paints your photos
web-description = Send a photo and any picture: Mazok paints the photo in its manner, on the owner's own machine.
web-headline = Your photo, painted in the manner of any picture.
web-drop-title = Drop a photo here
web-drop-hint = or a photo and a style picture together — paste and click work too
web-pick-title = Send a photo
web-pick-hint = or a photo and a style picture together
web-drop-button = Choose a picture
web-drop-kinds = JPEG, PNG, HEIC, WebP … up to { $mb } MB
web-manners = Or begin with one of these manners
web-manner-choose = Paint in the manner “{ $title }”
web-no-script = This chat needs JavaScript: please switch it on for this page.
web-skip = To the message field

web-menu = Menu
web-menu-new = New
web-menu-works = Works
web-menu-styles = Styles
web-menu-balance = Balance
web-menu-language = Language
web-menu-privacy = Privacy

web-conversation = Conversation
web-write = Write a message
web-write-hint = Message
web-attach = Add pictures
web-send = Send
web-tray = Pictures to send
web-tray-send = Send
web-tray-cancel = Cancel
web-drop-anywhere = Drop it
web-drop-anywhere-hint = Two pictures at once: the photo and its style
web-drop-onto = A new style for this painting

web-too-large = That is too large: I take pictures up to { $limit } MB.
web-too-many = Too many at once: I take { $limit } pictures in one message.
web-too-slow = The upload stood still for too long. Please try again.
web-unclear = I could not read that. Please reload the page and try again.
web-busy = I cannot keep that just now. Please try again in a moment.

web-script-title = Mazok
web-script-me = You
web-script-mazok = Mazok
web-script-photo = Photo
web-script-style = Style
web-script-make-photo = Make this one the photo
web-script-remove = Leave out
web-script-picture = Picture
web-script-before = Before
web-script-after = After
web-script-compare = How much of the photo is shown
web-script-download = Download
web-script-enlarge = Enlarge
web-script-close = Close
web-script-progress = Progress
web-script-sending = Sending
web-script-failed = That did not get through.
web-script-retry = Try again
web-script-offline = No connection. I keep trying …
web-script-not-picture = “{ $name }” is not a picture.
web-script-too-large = “{ $name }” is too large: I take pictures up to { $mb } MB.
web-script-too-many = Too many at once: I take { $files } pictures in one message.
