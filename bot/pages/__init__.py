"""What all our pages are made of: colors and type, the files they load, their language, who may send their forms.

Knows no platform and no page.
"""
