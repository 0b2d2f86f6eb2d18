"""Mathematics shared by the effects: no file formats of pictures, no chat, no clock."""
