"""Names that every reader knows and no text explains: large firms, programs, news media, countries, regions."""

from __future__ import annotations

from functools import lru_cache

_NAMES = {
    "Corporation": """
        Adidas; Adobe; Airbnb; Alibaba; Alphabet; Amazon; Apple; Autodesk; Bandcamp; Bonhams; Burberry;
        ByteDance; Chanel; Christie's; Coca-Cola; DC Comics; Deezer; Deloitte; DeepMind; Dior; Discord; Disney;
        Disney+; DreamWorks; eBay; Electronic Arts; Epic Games; Ericsson; Etsy; Facebook; Ferrari;
        Getty Images; Google; Gucci; Hachette; HarperCollins; HBO; Hermès; Huawei; Hulu; IBM;
        Industrial Light & Magic; Instagram; Intel; JPMorgan; Kickstarter; Konami; KPMG; Lego; LG; LinkedIn;
        L'Oréal; Louis Vuitton; Lucasfilm; LVMH; Macmillan; Mattel; McDonald's; McKinsey; Meta; Microsoft;
        Moody's; Netflix; Nike; Nikon; Nintendo; Nissan; Nokia; Nvidia; OpenAI; OpenSea; Panasonic; Paramount;
        Patreon; PayPal; Penguin Random House; Pinterest; Pixar; Prada; PwC; Reddit; Roblox; Rolex; Samsung;
        Sega; Sennheiser; Shopify; Shutterstock; Siemens; Snapchat; Sony; Sotheby's; SoundCloud; Spotify;
        Square Enix; Tencent; Tesla; TikTok; Toyota; Tumblr; Twitch; Twitter; Uber; Ubisoft;
        Universal Music Group; Unilever; Versace; Vimeo; Vivendi; Volkswagen; Walmart; Warner Bros;
        Warner Music Group; WhatsApp; WPP; Xiaomi; Yahoo; YouTube; Zalando
    """,
    "SoftwareApplication": """
        Ableton Live; After Effects; Alexa; Android; AutoCAD; Blender; Canva; ChatGPT; Copilot; CryEngine; Cubase;
        DALL-E; DaVinci Resolve; Excel; Figma; Final Cut Pro; Firefly; GarageBand; Godot; Google Docs;
        Google Earth; Google Maps; Grasshopper; Houdini; InDesign; iOS; JavaScript; Lightroom; Linux; macOS;
        Matterport; Midjourney; PageRank; Photoshop; PowerPoint; Premiere Pro; Pro Tools; Python; RenderMan;
        Revit; Rhino; Siri; SketchUp; Sora; Stable Diffusion; Substance Painter; TensorFlow; Unity; Unreal Engine;
        WordPress; ZBrush
    """,
    "Product": """
        Game Boy; Google Glass; HoloLens; iPhone; Kindle; Kinect; Oculus Rift; PlayStation; PlayStation VR;
        Steam Deck; Vision Pro; Xbox
    """,
    "NewsMediaOrganization": """
        BBC; Bloomberg; BuzzFeed; CBC; CBS; CNBC; CNET; CNN; Engadget; Financial Times; Forbes; Fox News;
        Hollywood Reporter; Huffington Post; ITV; Le Monde; MTV; NBC; New York Times; NPR; Reuters;
        Rolling Stone; TechCrunch; Vogue; Wall Street Journal; Washington Post
    """,
    "Country": """
        America; Great Britain; Northern Ireland; U.K.; U.S.; U.S.A.; Hong Kong; Saudi Arabia; Sri Lanka; UAE
    """,
    "Place": """
        Africa; Alabama; Alaska; Alberta; Andalusia; Antarctica; Arizona; Arkansas; Asia; Asia-Pacific;
        Asia Pacific; Bavaria; British Columbia; Brooklyn; California; Catalonia; Caribbean; Colorado;
        Connecticut; Delaware; Eastern Europe; Europe; Far East; Flanders; Florida; Guangdong; Hawaii;
        Hollywood; Idaho; Illinois; Indiana; Iowa; Kansas; Kentucky; Kerala; Latin America; Lombardy;
        Louisiana; Maharashtra; Manhattan; Manitoba; Maryland; Massachusetts; Michigan; Middle East; Minnesota;
        Mississippi; Missouri; Montana; Nebraska; Nevada; New England; New Hampshire; New Jersey; New Mexico;
        New South Wales; North America; North Carolina; North Dakota; Nova Scotia; Oceania; Ohio; Oklahoma;
        Ontario; Oregon; Pennsylvania; Provence; Quebec; Québec; Queensland; Rhode Island; Saskatchewan;
        Saxony; Scandinavia; Sichuan; Sicily; Silicon Valley; South America; South Carolina; South Dakota;
        Southeast Asia; Tennessee; Texas; Tuscany; Utah; Vermont; Virginia; Western Europe; West Virginia;
        Wisconsin; Wyoming; Zhejiang
    """,
}
_TYPE_OF = {" ".join(name.split()): type for type, names in reversed(_NAMES.items()) for name in names.split(";")}
# Of these the last letters belong to the name, not to what is owned.
IN_S = frozenset(name.removesuffix("'s") for name in _TYPE_OF if name.endswith("'s")) | {"Levi", "Macy", "Lloyd"}


@lru_cache(maxsize=20_000)
def type_of_known(name: str) -> str | None:
    """The type of what a name written like this always stands for.

    >>> type_of_known("Netflix"), type_of_known("South Carolina"), type_of_known("Harbour Films")
    ('Corporation', 'Place', None)
    """
    return _TYPE_OF.get(name)
